package io.hft.engine.risk;

import java.util.Arrays;

/**
 * Finds a record's number by the record's own key: open addressing over numbers only, the keys stand in the records. Grows by doubling
 * when half full; nothing is ever removed.
 */
final class RecordIndex {
    /** No record; records are numbered from 1. */
    static final int NONE = 0;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private int[] slots = new int[64];
    private int shift = Long.SIZE - 6;

    static long hash(long accountId, int instrumentId) {
        final long mixed = (accountId ^ (long) instrumentId << 48) * GOLDEN_RATIO;
        return (mixed ^ mixed >>> 32) * GOLDEN_RATIO;
    }

    int firstSlot(long hash) {
        return (int) (hash >>> shift);
    }

    int nextSlot(int slot) {
        return slot + 1 & slots.length - 1;
    }

    int at(int slot) {
        return slots[slot];
    }

    /** Whether one more record would make it more than half full. */
    boolean mustGrow(int records) {
        return records >= slots.length >> 1;
    }

    /** Twice the size and empty; the caller puts all records again. */
    void grow() {
        slots = new int[slots.length * 2];
        shift--;
        Arrays.fill(slots, NONE);
    }

    void put(long hash, int record) {
        int slot = firstSlot(hash);
        while (slots[slot] != NONE) {
            slot = nextSlot(slot);
        }
        slots[slot] = record;
    }
}
