package io.hft.engine.risk;

/**
 * Finds a record's number by the record's own key: open addressing over numbers only, the keys stand in the records; nothing is ever
 * removed. When it would be more than half full a table of twice the size takes its place, and each record that comes takes some of the old table's
 * with it: no single one pays for all the others. Until all have moved, what is not in the table is looked for in the old one.
 */
final class RecordIndex {
    /** No record; records are numbered from 1. */
    static final int NONE = 0;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    private static final int INITIAL_BITS = 6;
    // Two would do: as many records come until the next growth as a quarter of the table's slots.
    private static final int MOVED_AT_ONCE = 8;

    private final KeyHash keyHash;
    private int[] slots = new int[1 << INITIAL_BITS];
    private int shift = Long.SIZE - INITIAL_BITS;
    private int[] oldSlots = {};
    private int oldShift;
    private int nextToMove;

    /** The hash of a record's key. */
    @FunctionalInterface
    interface KeyHash {
        long of(int record);
    }

    RecordIndex(KeyHash keyHash) {
        this.keyHash = keyHash;
    }

    static long hash(long accountId, int instrumentId) {
        final long mixed = (accountId ^ (long) instrumentId << 48) * GOLDEN_RATIO;
        return (mixed ^ mixed >>> 32) * GOLDEN_RATIO;
    }

    /** The table: the number of a key's record, or {@link #NONE}, is found from its slot on, going round. */
    int[] slots() {
        return slots;
    }

    int slot(long hash) {
        return (int) (hash >>> shift);
    }

    /** Whether a key that is not in the table may be in the old one. */
    boolean isGrowing() {
        return nextToMove < oldSlots.length;
    }

    int[] oldSlots() {
        return oldSlots;
    }

    int oldSlot(long hash) {
        return (int) (hash >>> oldShift);
    }

    /** Records come one after the other, in the order of their numbers. */
    void add(long hash, int record) {
        moveSome();
        if (record >= slots.length >> 1) {
            grow();
        }
        put(hash, record);
    }

    private void grow() {
        assert !isGrowing() : "grows again with " + nextToMove + " of " + oldSlots.length + " slots moved";
        oldSlots = slots;
        oldShift = shift;
        nextToMove = 0;
        slots = new int[oldSlots.length * 2];
        shift--;
    }

    private void moveSome() {
        if (!isGrowing()) {
            return;
        }
        final int end = nextToMove + MOVED_AT_ONCE;
        while (nextToMove < end) {
            final int record = oldSlots[nextToMove++];
            if (record != NONE) {
                put(keyHash.of(record), record);
            }
        }
        if (!isGrowing()) {
            oldSlots = new int[0];
            nextToMove = 0;
        }
    }

    private void put(long hash, int record) {
        int slot = slot(hash);
        while (slots[slot] != NONE) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = record;
    }
}
