package io.hft.engine.marketdata;

import io.hft.engine.marketdata.DepthView.Levels;

/** What somebody who has one side of an older view must be told to have the newer one. */
public final class DepthDelta {
    private DepthDelta() {}

    /** Receives changed levels, best first. */
    @FunctionalInterface
    public interface Visitor {
        /** Absolute numbers; quantity and count 0: the level is gone from the view. */
        void onLevel(long priceTicks, long quantityLots, int orderCount);
    }

    public static void bids(final DepthView before, final DepthView now, final Visitor visitor) {
        visit(before.bids(), now.bids(), 1, visitor);
    }

    public static void asks(final DepthView before, final DepthView now, final Visitor visitor) {
        visit(before.asks(), now.asks(), -1, visitor);
    }

    /** @param sign what a price is multiplied with so that a better one is higher */
    private static void visit(final Levels before, final Levels now, final int sign, final Visitor visitor) {
        int old = 0;
        int level = 0;
        while (old < before.size() || level < now.size()) {
            final long oldKey = old < before.size() ? sign * before.priceTicks(old) : Long.MIN_VALUE;
            final long key = level < now.size() ? sign * now.priceTicks(level) : Long.MIN_VALUE;
            if (oldKey > key) {
                visitor.onLevel(before.priceTicks(old), 0, 0);
                old++;
                continue;
            }
            final boolean isChanged = oldKey < key
                    || before.quantityLots(old) != now.quantityLots(level)
                    || before.orderCount(old) != now.orderCount(level);
            if (isChanged) {
                visitor.onLevel(now.priceTicks(level), now.quantityLots(level), now.orderCount(level));
            }
            if (oldKey == key) {
                old++;
            }
            level++;
        }
    }
}
