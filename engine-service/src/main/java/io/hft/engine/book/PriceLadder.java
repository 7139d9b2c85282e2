package io.hft.engine.book;

/**
 * The hot band: the levels of {@code width} neighbouring keys, found in one step. A bitmap of three storeys, 64 bits to a word,
 * finds the next occupied key. The band is a ring: moving it on touches only the levels that leave or enter.
 *
 * <p>Keys are covered from {@link #base} to {@code base + width - 1}. Slot {@code key & (width - 1)} holds a key.
 */
final class PriceLadder {
    static final int NONE = LevelSlab.NONE;
    static final int NO_SLOT = -1;
    static final int MIN_BITS = 12;
    static final int MAX_BITS = 18;

    private final int bits;
    private final int mask;
    private final int[] levels;
    private final long[] leaves;
    private final long[] branches;
    private long root;
    private long base;
    private int occupied;

    PriceLadder(int bits, long base) {
        assert bits >= MIN_BITS && bits <= MAX_BITS;
        this.bits = bits;
        this.mask = (1 << bits) - 1;
        this.levels = new int[1 << bits];
        this.leaves = new long[1 << bits - 6];
        this.branches = new long[1 << bits - 12];
        this.base = base;
    }

    int bits() {
        return bits;
    }

    long base() {
        return base;
    }

    int occupied() {
        return occupied;
    }

    boolean covers(long key) {
        // Unsigned: a key below the base is a huge distance. The base is never so near the end that this could wrap.
        return key - base >>> bits == 0;
    }

    /** The level of a covered key, or none. */
    int get(long key) {
        return levels[(int) key & mask];
    }

    void put(long key, int level) {
        assert covers(key) && get(key) == NONE;
        final int slot = (int) key & mask;
        levels[slot] = level;
        leaves[slot >>> 6] |= 1L << slot;
        branches[slot >>> 12] |= 1L << (slot >>> 6);
        root |= 1L << (slot >>> 12);
        occupied++;
    }

    void remove(long key) {
        assert covers(key) && get(key) != NONE;
        final int slot = (int) key & mask;
        levels[slot] = NONE;
        occupied--;
        if ((leaves[slot >>> 6] &= ~(1L << slot)) == 0 && (branches[slot >>> 12] &= ~(1L << (slot >>> 6))) == 0) {
            root &= ~(1L << (slot >>> 12));
        }
    }

    /** The level of the lowest key, or none. */
    int lowest() {
        return from((int) base & mask);
    }

    /** The level of the lowest key above a covered key below which nothing is occupied, or none. */
    int lowestAbove(long key) {
        return from(((int) key & mask) + 1);
    }

    /** The band begins at another key from now on. The caller has taken out what it covers no longer. */
    void moveTo(long newBase) {
        base = newBase;
    }

    /** The first occupied slot at or after a slot, without going round; or {@link #NO_SLOT}. */
    int slotFrom(int slot) {
        if (slot > mask) {
            return NO_SLOT;
        }
        final int leaf = slot >>> 6;
        final long inLeaf = leaves[leaf] & -1L << slot;
        if (inLeaf != 0) {
            return leaf << 6 | Long.numberOfTrailingZeros(inLeaf);
        }
        final int branch = leaf >>> 6;
        final long inBranch = branches[branch] & after(leaf);
        if (inBranch != 0) {
            return firstOf(branch << 6 | Long.numberOfTrailingZeros(inBranch));
        }
        final long inRoot = root & after(branch);
        if (inRoot != 0) {
            final int next = Long.numberOfTrailingZeros(inRoot);
            return firstOf(next << 6 | Long.numberOfTrailingZeros(branches[next]));
        }
        return NO_SLOT;
    }

    int levelAt(int slot) {
        return levels[slot];
    }

    private int from(int slot) {
        int found = slotFrom(slot);
        if (found == NO_SLOT) {
            found = slotFrom(0);
        }
        return found == NO_SLOT ? NONE : levels[found];
    }

    private int firstOf(int leaf) {
        return leaf << 6 | Long.numberOfTrailingZeros(leaves[leaf]);
    }

    // The bits above the given one, modulo 64.
    private static long after(int bit) {
        return -2L << bit;
    }
}
