package io.hft.engine.book;

/**
 * Finds a record's number by order id. Nothing is assumed about ids, any {@code long} is one.
 *
 * <p>Extendible hashing: the highest bits of an id's hash choose a segment through a directory, the next ones its home in
 * there; within a segment open addressing with linear probing, and removal by shifting back, so that no tombstones gather. A segment that
 * would be more than half full is split in two, so the index grows by a thousand entries at a time and no single put pays
 * for all the others, however many they are.
 */
public final class OrderIndex {
    /** No record of that id. */
    public static final int NONE = 0;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    // Multiply-shift hashing; ids are given by strangers, who must not know the multiplier.
    private final long multiplier;
    private static final int SEGMENT_BITS = 11;
    private static final int MAX_DEPTH = 20;

    // Several neighbouring places of the directory hold the same segment until it is split.
    private Segment[] directory;
    // The directory looks at so many of the hash's highest bits.
    private int depth;
    // A shift by 64 is none, so one step is taken apart.
    private int directoryShift = Long.SIZE - 1;
    private int size;

    /** An index for ids that nobody chooses to do harm. */
    public OrderIndex() {
        this(GOLDEN_RATIO);
    }

    /**
     * @param hashSeed what the places of ids depend on; nothing that anybody sees does
     */
    public OrderIndex(long hashSeed) {
        multiplier = hashSeed | 1;
        directory = new Segment[] {new Segment(multiplier, 0, SEGMENT_BITS)};
    }

    public int size() {
        return size;
    }

    public int get(long orderId) {
        final long hash = orderId * multiplier;
        return segment(hash).get(orderId, hash);
    }

    /** The id must not be present, the record's number not {@link #NONE}. */
    public void put(long orderId, int record) {
        assert record != NONE && get(orderId) == NONE : "id " + orderId + ", record " + record;
        final long hash = orderId * multiplier;
        Segment segment = segment(hash);
        while (segment.isHalfFull()) {
            makeRoom(segment, hash);
            segment = segment(hash);
        }
        segment.insert(orderId, record);
        size++;
    }

    /** Returns the record's number, or {@link #NONE} when the id was not there. */
    public int remove(long orderId) {
        final long hash = orderId * multiplier;
        final int record = segment(hash).remove(orderId, hash);
        if (record != NONE) {
            size--;
        }
        return record;
    }

    private Segment segment(long hash) {
        return directory[place(hash)];
    }

    private int place(long hash) {
        return (int) (hash >>> 1 >>> directoryShift);
    }

    private void makeRoom(Segment full, long hash) {
        if (full.depth == MAX_DEPTH) {
            // So many ids with the same highest bits do not come by chance.
            full.grow();
            return;
        }
        if (full.depth == depth) {
            doubleDirectory();
        }
        final Segment low = new Segment(multiplier, full.depth + 1, SEGMENT_BITS);
        final Segment high = new Segment(multiplier, full.depth + 1, SEGMENT_BITS);
        full.split(low, high);
        final int span = 1 << depth - full.depth;
        final int first = place(hash) & -span;
        for (int i = 0; i < span; i++) {
            directory[first + i] = i < span / 2 ? low : high;
        }
    }

    private void doubleDirectory() {
        final Segment[] doubled = new Segment[directory.length * 2];
        for (int i = 0; i < directory.length; i++) {
            doubled[2 * i] = directory[i];
            doubled[2 * i + 1] = directory[i];
        }
        directory = doubled;
        depth++;
        directoryShift--;
    }

    private static final class Segment {
        /** How many of the highest bits are the same in all hashes of this segment. */
        private final int depth;

        private final long multiplier;
        // Entry i is the id in word 2i and the record's number in word 2i + 1; number 0 is an empty entry.
        private long[] entries;
        // The home is given by the bits below those that the directory may ever look at.
        private int homeShift;
        private int used;

        Segment(long multiplier, int depth, int bits) {
            this.multiplier = multiplier;
            this.depth = depth;
            this.entries = new long[2 << bits];
            this.homeShift = Long.SIZE - MAX_DEPTH - bits;
        }

        boolean isHalfFull() {
            return 4 * used >= entries.length;
        }

        int get(long orderId, long hash) {
            final long[] entries = this.entries;
            final int mask = entries.length - 1;
            int i = home(hash, mask);
            while (true) {
                final int record = (int) entries[i + 1];
                if (record == NONE || entries[i] == orderId) {
                    return record;
                }
                i = i + 2 & mask;
            }
        }

        void insert(long orderId, long record) {
            final int mask = entries.length - 1;
            int i = home(orderId * multiplier, mask);
            while (entries[i + 1] != NONE) {
                i = i + 2 & mask;
            }
            entries[i] = orderId;
            entries[i + 1] = record;
            used++;
        }

        int remove(long orderId, long hash) {
            final long[] entries = this.entries;
            final int mask = entries.length - 1;
            int i = home(hash, mask);
            while (true) {
                final int record = (int) entries[i + 1];
                if (record == NONE) {
                    return NONE;
                }
                if (entries[i] == orderId) {
                    used--;
                    closeGap(i);
                    return record;
                }
                i = i + 2 & mask;
            }
        }

        // Every entry behind the gap that would not be found any more moves into it and leaves the next gap (Knuth, 6.4
        // R).
        private void closeGap(int first) {
            final long[] entries = this.entries;
            final int mask = entries.length - 1;
            int gap = first;
            int i = gap;
            while (true) {
                i = i + 2 & mask;
                final long record = entries[i + 1];
                if (record == NONE) {
                    break;
                }
                final long orderId = entries[i];
                if ((i - home(orderId * multiplier, mask) & mask) >= (i - gap & mask)) {
                    entries[gap] = orderId;
                    entries[gap + 1] = record;
                    gap = i;
                }
            }
            entries[gap + 1] = NONE;
        }

        /** Deals all entries out by the next bit of their hash. */
        void split(Segment low, Segment high) {
            final long bit = Long.MIN_VALUE >>> depth;
            for (int i = 0; i < entries.length; i += 2) {
                if (entries[i + 1] != NONE) {
                    final Segment target = (entries[i] * multiplier & bit) == 0 ? low : high;
                    target.insert(entries[i], entries[i + 1]);
                }
            }
        }

        void grow() {
            final long[] old = entries;
            entries = new long[old.length * 2];
            homeShift--;
            used = 0;
            for (int i = 0; i < old.length; i += 2) {
                if (old[i + 1] != NONE) {
                    insert(old[i], old[i + 1]);
                }
            }
        }

        // Where an entry's two words would be if nobody were in the way.
        private int home(long hash, int mask) {
            return (int) (hash >>> homeShift) << 1 & mask;
        }
    }
}
