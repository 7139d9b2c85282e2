package io.hft.engine.matching;

import org.agrona.collections.LongHashSet;

/**
 * How far somebody has read an instrument's open orders, while commands go on between two pages. An order that stays open and stays at its
 * price is met exactly once; one that comes, goes or changes its price in the meantime once, twice or not at all.
 */
public final class OpenOrdersCursor {
    // Bids, asks, buy stops, sell stops.
    private static final int PARTS = 4;

    private int part;
    /** The level that was begun, when there is one. */
    private boolean inLevel;

    private long levelPriceTicks;
    /** Orders of that level that were met; those that wait in the queue are before all others, but for what moved to its end. */
    final LongHashSet met = new LongHashSet();

    boolean isAtEnd() {
        return part == PARTS;
    }

    boolean isInBuys() {
        return part % 2 == 0;
    }

    boolean isInStops() {
        return part >= 2;
    }

    /** Whether the levels of that price are read already. */
    boolean isBehind(long priceTicks, boolean pricesRise) {
        return inLevel && (pricesRise ? priceTicks < levelPriceTicks : priceTicks > levelPriceTicks);
    }

    void nextPart() {
        part++;
        leaveLevel();
    }

    private void leaveLevel() {
        inLevel = false;
        met.clear();
    }

    void enterLevel(long priceTicks) {
        if (!inLevel || levelPriceTicks != priceTicks) {
            met.clear();
            inLevel = true;
            levelPriceTicks = priceTicks;
        }
    }
}
