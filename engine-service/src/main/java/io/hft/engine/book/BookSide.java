package io.hft.engine.book;

/**
 * The price levels of one side, best first.
 *
 * <p>Levels are ordered by <em>key</em>: the price of an ask, the negative price of a bid. So the best level of either side
 * is the one with the lowest key, and one direction of search serves both. Levels near the best are in the hot band, all
 * others in the tree; a key that the band covers is never in the tree.
 *
 * <p>The band follows the market: an order that would rest near the best but outside the band is a miss, and when the misses
 * outweigh what a move may cost, the band is laid around the best again, a quarter of it on the better side, wider if that is
 * what it takes. One order at an odd price moves nothing.
 */
final class BookSide {
    static final int NONE = LevelSlab.NONE;

    private static final int MISSES_PER_MOVE_SHIFT = 2;
    private static final int MOVED_AT_ONCE = 1_000;

    private final LevelSlab levels;
    private final FarLevels far;
    // All bits set for bids: a number exclusive-or this, minus this, is the negative number.
    private final long sign;
    private PriceLadder ladder;
    private long bestKey;
    private int bestLevel = NONE;
    private int misses;

    BookSide(LevelSlab levels, boolean bids) {
        this.levels = levels;
        this.far = new FarLevels(levels);
        this.sign = bids ? -1 : 0;
        this.ladder = new PriceLadder(PriceLadder.MIN_BITS, 0);
    }

    /** The key of a price, and the price of a key. */
    long key(long price) {
        return (price ^ sign) - sign;
    }

    /** The best level, or none when the side is empty. */
    int best() {
        return bestLevel;
    }

    long bestPrice() {
        return key(bestKey);
    }

    /** Whether somebody who takes up to this price of this side finds something. */
    boolean offers(long limitKey) {
        return bestLevel != NONE && bestKey <= limitKey;
    }

    /** The level of a price, or none. */
    int find(long price) {
        final long key = key(price);
        return ladder.covers(key) ? ladder.get(key) : far.get(key);
    }

    /** The next worse level than the given one, or none. */
    int after(int level) {
        final long key = levels.key(level);
        if (key == Long.MAX_VALUE) {
            return NONE;
        }
        final int hot = hotAfter(key);
        final int cold = far.ceiling(key + 1);
        if (hot == NONE || cold == NONE) {
            return hot == NONE ? cold : hot;
        }
        return levels.key(hot) < levels.key(cold) ? hot : cold;
    }

    /** The level of a price, made if there is none. */
    int acquire(long price) {
        final long key = key(price);
        if (!ladder.covers(key)) {
            followMarket(key);
            if (!ladder.covers(key)) {
                return acquireFar(key);
            }
        }
        int level = ladder.get(key);
        if (level == NONE) {
            level = levels.allocate(key);
            ladder.put(key, level);
            improveBest(key, level);
        }
        return level;
    }

    /** Takes an empty level out. */
    void release(int level) {
        final long key = levels.key(level);
        final boolean hot = ladder.covers(key);
        if (hot) {
            ladder.remove(key);
        } else {
            far.remove(key);
        }
        if (level == bestLevel) {
            findBest(hot ? ladder.lowestAbove(key) : ladder.lowest());
        }
        levels.free(level);
    }

    private int acquireFar(long key) {
        int level = far.get(key);
        if (level == NONE) {
            level = levels.allocate(key);
            far.put(level);
            improveBest(key, level);
        }
        return level;
    }

    private void improveBest(long key, int level) {
        if (bestLevel == NONE || key < bestKey) {
            bestKey = key;
            bestLevel = level;
        }
    }

    private void findBest(int lowestHot) {
        int best = lowestHot;
        final int lowestFar = far.lowest();
        if (lowestFar != NONE && (best == NONE || levels.key(lowestFar) < levels.key(best))) {
            best = lowestFar;
        }
        bestLevel = best;
        bestKey = levels.key(best);
    }

    private int hotAfter(long key) {
        if (!ladder.covers(key)) {
            return key < ladder.base() ? ladder.lowest() : NONE;
        }
        final int mask = (1 << ladder.bits()) - 1;
        int slot = ladder.slotFrom(((int) key & mask) + 1);
        if (slot == PriceLadder.NO_SLOT || levels.key(ladder.levelAt(slot)) < key) {
            slot = ladder.slotFrom(0);
        }
        if (slot == PriceLadder.NO_SLOT) {
            return NONE;
        }
        final int level = ladder.levelAt(slot);
        return levels.key(level) > key ? level : NONE;
    }

    private void followMarket(long key) {
        final long best = bestLevel == NONE || key < bestKey ? key : bestKey;
        final long distance = key - best;
        if (distance < 0 || distance >= reach(PriceLadder.MAX_BITS)) {
            return;
        }
        if (++misses > ladder.occupied() >> MISSES_PER_MOVE_SHIFT) {
            misses = 0;
            int bits = ladder.bits();
            while (distance >= reach(bits)) {
                bits++;
            }
            layBand(best, bearable(best, bits));
        }
    }

    // Levels between the tree and the band are moved one by one: the widest band that need not take in too many at
    // once.
    private int bearable(long best, int wanted) {
        int bits = wanted;
        while (bits > PriceLadder.MIN_BITS && far.hasMoreThan(MOVED_AT_ONCE, base(best, bits), 1L << bits)) {
            bits--;
        }
        return bits;
    }

    private static long base(long best, int bits) {
        final long width = 1L << bits;
        return best < Long.MIN_VALUE + width
                ? Long.MIN_VALUE
                : Math.min(best - (width >> 2), Long.MAX_VALUE - width + 1);
    }

    // How far behind the best a band of so many bits covers.
    private static long reach(int bits) {
        return 3L << bits - 2;
    }

    private void layBand(long best, int bits) {
        final PriceLadder old = ladder;
        final long base = base(best, bits);
        final boolean wider = bits != old.bits();
        final PriceLadder next = wider ? new PriceLadder(bits, base) : old;
        for (int slot = old.slotFrom(0); slot != PriceLadder.NO_SLOT; slot = old.slotFrom(slot + 1)) {
            final int level = old.levelAt(slot);
            final long key = levels.key(level);
            final boolean stays = key - base >>> bits == 0;
            if (!stays) {
                far.put(level);
            }
            if (wider && stays) {
                next.put(key, level);
            } else if (!wider && !stays) {
                old.remove(key);
            }
        }
        next.moveTo(base);
        ladder = next;
        int level = far.ceiling(base);
        while (level != NONE && next.covers(levels.key(level))) {
            final long key = levels.key(level);
            far.remove(key);
            next.put(key, level);
            level = far.ceiling(base);
        }
    }
}
