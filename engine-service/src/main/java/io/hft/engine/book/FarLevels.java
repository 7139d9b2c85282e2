package io.hft.engine.book;

import java.util.Arrays;

/**
 * The levels whose keys lie outside the hot band, in order: a crit-bit tree (a binary trie without one-way branches) over the 64
 * bits of the key. Its shape depends on the keys alone, not on their order of arrival, and no path is longer than
 * 64 steps, whatever prices somebody sends.
 *
 * <p>A child is a level's number when positive, a node's number when negative, 0 when there is none.
 */
final class FarLevels {
    static final int NONE = LevelSlab.NONE;

    private static final int INITIAL_NODES = 64;

    private final LevelSlab levels;
    private int[] children = new int[2 * INITIAL_NODES];
    private byte[] bits = new byte[INITIAL_NODES];
    private int fresh = 1;
    private int freeHead;
    private int root = NONE;
    private int size;
    private int lowest = NONE;

    FarLevels(LevelSlab levels) {
        this.levels = levels;
    }

    int size() {
        return size;
    }

    /** The level of the lowest key, or none. */
    int lowest() {
        return lowest;
    }

    int get(long key) {
        final int level = nearest(key);
        return level != NONE && levels.key(level) == key ? level : NONE;
    }

    /** Whether more than so many levels have keys from {@code base} on, below {@code base + width}. */
    boolean hasMoreThan(int count, long base, long width) {
        int seen = 0;
        long key = base;
        int level = ceiling(key);
        while (level != NONE && levels.key(level) - base >= 0 && levels.key(level) - base < width) {
            if (++seen > count) {
                return true;
            }
            key = levels.key(level);
            level = key == Long.MAX_VALUE ? NONE : ceiling(key + 1);
        }
        return false;
    }

    /** The level's key must not be present. */
    void put(int level) {
        final long key = levels.key(level);
        if (size++ == 0) {
            root = level;
            lowest = level;
            return;
        }
        final int bit = highestDifference(key, levels.key(nearest(key)));
        int parent = NONE;
        int side = 0;
        int child = root;
        while (child < 0 && bits[-child] > bit) {
            parent = -child;
            side = side(key, bits[parent]);
            child = children[2 * parent + side];
        }
        final int node = allocateNode(bit);
        final int ownSide = side(key, bit);
        children[2 * node + ownSide] = level;
        children[2 * node + 1 - ownSide] = child;
        attach(parent, side, -node);
        if (key < levels.key(lowest)) {
            lowest = level;
        }
    }

    /** The key must be present. */
    void remove(long key) {
        int grandparent = NONE;
        int parentSide = 0;
        int parent = NONE;
        int side = 0;
        int child = root;
        while (child < 0) {
            grandparent = parent;
            parentSide = side;
            parent = -child;
            side = side(key, bits[parent]);
            child = children[2 * parent + side];
        }
        assert levels.key(child) == key;
        if (parent == NONE) {
            root = NONE;
        } else {
            attach(grandparent, parentSide, children[2 * parent + 1 - side]);
            freeNode(parent);
        }
        if (--size == 0) {
            lowest = NONE;
        } else if (child == lowest) {
            lowest = lowestOf(root);
        }
    }

    /** The level of the lowest key that is not below the given one, or none. */
    int ceiling(long key) {
        final int nearest = nearest(key);
        if (nearest == NONE || levels.key(nearest) == key) {
            return nearest;
        }
        final int bit = highestDifference(key, levels.key(nearest));
        int above = NONE;
        int child = root;
        while (child < 0 && bits[-child] > bit) {
            final int side = side(key, bits[-child]);
            if (side == 0) {
                above = children[2 * -child + 1];
            }
            child = children[2 * -child + side];
        }
        // All keys below this child agree with the key down to the bit and differ from it there.
        if (side(key, bit) == 0) {
            return lowestOf(child);
        }
        return above == NONE ? NONE : lowestOf(above);
    }

    private int nearest(long key) {
        int child = root;
        while (child < 0) {
            child = children[2 * -child + side(key, bits[-child])];
        }
        return child;
    }

    private int lowestOf(int subtree) {
        int child = subtree;
        while (child < 0) {
            child = children[2 * -child];
        }
        return child;
    }

    private void attach(int parent, int side, int child) {
        if (parent == NONE) {
            root = child;
        } else {
            children[2 * parent + side] = child;
        }
    }

    private int allocateNode(int bit) {
        int node = freeHead;
        if (node != NONE) {
            freeHead = children[2 * node];
        } else {
            node = fresh++;
            if (node == bits.length) {
                bits = Arrays.copyOf(bits, node * 2);
                children = Arrays.copyOf(children, node * 4);
            }
        }
        bits[node] = (byte) bit;
        return node;
    }

    private void freeNode(int node) {
        children[2 * node] = freeHead;
        freeHead = node;
    }

    private static int highestDifference(long key, long other) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(key ^ other);
    }

    // Keys are signed: with the sign bit turned over, the order of the bits is the order of the numbers.
    private static int side(long key, int bit) {
        return (int) ((key ^ Long.MIN_VALUE) >>> bit) & 1;
    }
}
