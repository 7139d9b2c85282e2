package io.hft.engine.book;

/**
 * Finds a record's number by order id: open addressing with linear probing, removal by shifting back, so that no tombstones
 * gather. Nothing is assumed about ids, any {@code long} is one. At most half full; doubles when it would be more.
 */
public final class OrderIndex {
    /** No record of that id. */
    public static final int NONE = 0;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final int INITIAL_BITS = 10;

    // Entry i is the id in word 2i and the record's number in word 2i + 1; number 0 is an empty entry.
    private long[] entries = new long[2 << INITIAL_BITS];
    private int mask = (1 << INITIAL_BITS) - 1;
    private int shift = Long.SIZE - INITIAL_BITS;
    private int size;

    public int size() {
        return size;
    }

    public int get(long orderId) {
        final long[] entries = this.entries;
        final int mask = this.mask;
        int i = home(orderId);
        while (true) {
            final int record = (int) entries[2 * i + 1];
            if (record == NONE || entries[2 * i] == orderId) {
                return record;
            }
            i = i + 1 & mask;
        }
    }

    /** The id must not be present, the record's number not {@link #NONE}. */
    public void put(long orderId, int record) {
        assert record != NONE && get(orderId) == NONE : "id " + orderId + ", record " + record;
        if (2 * ++size > mask) {
            grow();
        }
        insert(orderId, record);
    }

    /** Returns the record's number, or {@link #NONE} when the id was not there. */
    public int remove(long orderId) {
        final long[] entries = this.entries;
        final int mask = this.mask;
        int i = home(orderId);
        while (true) {
            final int record = (int) entries[2 * i + 1];
            if (record == NONE) {
                return NONE;
            }
            if (entries[2 * i] == orderId) {
                size--;
                closeGap(i);
                return record;
            }
            i = i + 1 & mask;
        }
    }

    // Every entry behind the gap that would not be found any more moves into it and leaves the next gap (Knuth, 6.4 R).
    private void closeGap(int first) {
        final long[] entries = this.entries;
        final int mask = this.mask;
        int gap = first;
        int i = gap;
        while (true) {
            i = i + 1 & mask;
            final long record = entries[2 * i + 1];
            if (record == NONE) {
                break;
            }
            final long orderId = entries[2 * i];
            if ((i - home(orderId) & mask) >= (i - gap & mask)) {
                entries[2 * gap] = orderId;
                entries[2 * gap + 1] = record;
                gap = i;
            }
        }
        entries[2 * gap + 1] = NONE;
    }

    private void insert(long orderId, long record) {
        int i = home(orderId);
        while (entries[2 * i + 1] != NONE) {
            i = i + 1 & mask;
        }
        entries[2 * i] = orderId;
        entries[2 * i + 1] = record;
    }

    private void grow() {
        final long[] old = entries;
        entries = new long[old.length * 2];
        mask = 2 * mask + 1;
        shift--;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != NONE) {
                insert(old[i], old[i + 1]);
            }
        }
    }

    private int home(long orderId) {
        return (int) (orderId * GOLDEN_RATIO >>> shift);
    }
}
