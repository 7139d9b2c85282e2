package io.hft.engine.marketdata;

/** An instrument's book as it was after one event: price levels of both sides, best first. Immutable. */
public final class DepthView {
    private final int instrumentId;
    private final TopOfBook top;
    private final Levels bids;
    private final Levels asks;

    DepthView(final int instrumentId, final TopOfBook top, final Levels bids, final Levels asks) {
        this.instrumentId = instrumentId;
        this.top = top;
        this.bids = bids;
        this.asks = asks;
    }

    public int instrumentId() {
        return instrumentId;
    }

    public TopOfBook top() {
        return top;
    }

    public Levels bids() {
        return bids;
    }

    public Levels asks() {
        return asks;
    }

    /** One side. */
    public static final class Levels {
        private final long[] priceTicks;
        private final long[] quantityLots;
        private final int[] orderCounts;

        Levels(final long[] priceTicks, final long[] quantityLots, final int[] orderCounts) {
            this.priceTicks = priceTicks;
            this.quantityLots = quantityLots;
            this.orderCounts = orderCounts;
        }

        public int size() {
            return priceTicks.length;
        }

        public long priceTicks(final int level) {
            return priceTicks[level];
        }

        public long quantityLots(final int level) {
            return quantityLots[level];
        }

        public int orderCount(final int level) {
            return orderCounts[level];
        }
    }
}
