package io.hft.engine.book;

/**
 * Finds a record's number by order id. Nothing is assumed about ids, any {@code long} is one. The ids themselves stand in the
 * records only: an entry has the higher half of its id's hash, which tells nearly all others apart, and the record is asked for the rest.
 *
 * <p>Extendible hashing: the highest bits of an id's hash choose a segment through a directory, the next ones its home in
 * there; within a segment open addressing with linear probing, and removal by shifting back, so that no tombstones gather. A segment that
 * would be more than half full is split in two, so the index grows by a thousand entries at a time and no single put pays
 * for all the others, however many they are.
 *
 * <pre>
 * one segment
 *  word 0 … 2^n - 1   the higher half of the hash | record        (32 bits each; record 0: an empty entry)
 *  word 2^n           how many entries are taken
 *  word 2^n + 1       how many of the highest bits are the same in all hashes of this segment
 * </pre>
 */
public final class OrderIndex {
    /** No record of that id. */
    public static final int NONE = 0;

    /** The records that are found. */
    public interface Records {
        /** The id of a record that is in the index. */
        long orderId(int record);
    }

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private static final int SEGMENT_BITS = 11;
    private static final int SEGMENT_ENTRIES = 1 << SEGMENT_BITS;
    private static final int HOME_MASK = SEGMENT_ENTRIES - 1;
    private static final int MAX_DEPTH = 20;
    /** Of the home: the bits below those that the directory may ever look at. */
    private static final int HOME_SHIFT = Long.SIZE - MAX_DEPTH - SEGMENT_BITS;

    private static final int TRAILER = 2;

    private final Records records;
    // Multiply-shift hashing; ids are given by strangers, who must not know the multiplier.
    private final long multiplier;

    // Several neighbouring places of the directory hold the same segment until it is split.
    private long[][] directory = {segment(0, SEGMENT_ENTRIES)};
    // The directory looks at so many of the hash's highest bits.
    private int depth;
    // A shift by 64 is none, so one step is taken apart.
    private int directoryShift = Long.SIZE - 1;
    private int size;

    /** An index for ids that nobody chooses to do harm. */
    public OrderIndex(Records records) {
        this(records, 0);
    }

    /**
     * @param hashSeed what the places of ids depend on; nothing that anybody sees does
     */
    public OrderIndex(Records records, long hashSeed) {
        this.records = records;
        multiplier = spread(hashSeed) | 1;
    }

    // Of splitmix64. A multiplier with few bits set would put all ids into few places.
    private static long spread(long seed) {
        final long mixed = ((seed ^ seed >>> 30) + GOLDEN_RATIO) * 0xBF58_476D_1CE4_E5B9L;
        final long again = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return again ^ again >>> 31;
    }

    public int size() {
        return size;
    }

    public int get(long orderId) {
        final long hash = orderId * multiplier;
        final long[] segment = directory[place(hash)];
        final int mask = mask(segment);
        int i = home(hash);
        while (true) {
            final long entry = segment[i];
            if ((entry ^ hash) >>> Integer.SIZE == 0 && isOf(orderId, (int) entry) || (int) entry == NONE) {
                return (int) entry;
            }
            i = i + 1 & mask;
        }
    }

    // An empty entry looks like one of a hash whose higher half is zero.
    private boolean isOf(long orderId, int record) {
        return record != NONE && records.orderId(record) == orderId;
    }

    /** The id must not be present, the record's number not {@link #NONE}, and the record must say the id. */
    public void put(long orderId, int record) {
        assert record > NONE && get(orderId) == NONE : "id " + orderId + ", record " + record;
        final long hash = orderId * multiplier;
        long[] segment = directory[place(hash)];
        while (2 * used(segment) > mask(segment)) {
            makeRoom(segment, hash);
            segment = directory[place(hash)];
        }
        insert(segment, hash & -1L << Integer.SIZE | record);
        size++;
    }

    /** Takes out an id that is present, whatever its record says by now. */
    public void remove(long orderId, int record) {
        final long hash = orderId * multiplier;
        final long[] segment = directory[place(hash)];
        final int mask = mask(segment);
        int i = home(hash);
        while ((int) segment[i] != record) {
            assert segment[i] != NONE : "id " + orderId + ", record " + record;
            i = i + 1 & mask;
        }
        segment[segment.length - TRAILER]--;
        size--;
        closeGap(segment, i);
    }

    private int place(long hash) {
        return (int) (hash >>> 1 >>> directoryShift);
    }

    private void makeRoom(long[] full, long hash) {
        final int fullDepth = depth(full);
        if (fullDepth == MAX_DEPTH) {
            // So many ids with the same highest bits do not come by chance; they are found, if not fast.
            directory[place(hash)] = deal(full, segment(fullDepth, 2 * (mask(full) + 1)), 0, 0);
            return;
        }
        if (fullDepth == depth) {
            doubleDirectory();
        }
        final long bit = Long.MIN_VALUE >>> fullDepth;
        final long[] low = deal(full, segment(fullDepth + 1, SEGMENT_ENTRIES), bit, 0);
        final long[] high = deal(full, segment(fullDepth + 1, SEGMENT_ENTRIES), bit, bit);
        final int span = 1 << depth - fullDepth;
        final int first = place(hash) & -span;
        for (int i = 0; i < span; i++) {
            directory[first + i] = i < span / 2 ? low : high;
        }
    }

    private void doubleDirectory() {
        final long[][] doubled = new long[directory.length * 2][];
        for (int i = 0; i < directory.length; i++) {
            doubled[2 * i] = directory[i];
            doubled[2 * i + 1] = directory[i];
        }
        directory = doubled;
        depth++;
        directoryShift--;
    }

    private static long[] segment(int depth, int entries) {
        final long[] segment = new long[entries + TRAILER];
        segment[segment.length - 1] = depth;
        return segment;
    }

    private static int used(long[] segment) {
        return (int) segment[segment.length - TRAILER];
    }

    private static int depth(long[] segment) {
        return (int) segment[segment.length - 1];
    }

    private static int mask(long[] segment) {
        return segment.length - TRAILER - 1;
    }

    // Where an entry would be if nobody were in the way. It depends on the hash alone: nothing is read before the
    // entry.
    private static int home(long hash) {
        return (int) (hash >>> HOME_SHIFT) & HOME_MASK;
    }

    private static void insert(long[] segment, long entry) {
        final int mask = mask(segment);
        int i = home(entry);
        while ((int) segment[i] != NONE) {
            i = i + 1 & mask;
        }
        segment[i] = entry;
        segment[segment.length - TRAILER]++;
    }

    // Every entry behind the gap that would not be found any more moves into it and leaves the next gap (Knuth, 6.4
    // R).
    private static void closeGap(long[] segment, int first) {
        final int mask = mask(segment);
        int gap = first;
        int i = gap;
        while (true) {
            i = i + 1 & mask;
            final long entry = segment[i];
            if ((int) entry == NONE) {
                break;
            }
            if ((i - home(entry) & mask) >= (i - gap & mask)) {
                segment[gap] = entry;
                gap = i;
            }
        }
        segment[gap] = NONE;
    }

    /** Puts those entries into another segment whose hash has this in that bit. */
    private static long[] deal(long[] from, long[] to, long bit, long value) {
        for (int i = 0; i <= mask(from); i++) {
            if ((int) from[i] != NONE && (from[i] & bit) == value) {
                insert(to, from[i]);
            }
        }
        return to;
    }
}
