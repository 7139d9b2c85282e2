package io.hft.engine.marketdata;

import io.hft.engine.instrument.TradingState;
import java.util.Arrays;

/** An instrument's book as it was after one event: price levels of both sides, best first. Immutable. */
public final class DepthView {
    private final long sequence;
    private final long timestampNanos;
    private final long lastTradePriceTicks;
    private final TradingState tradingState;
    private final Levels bids;
    private final Levels asks;

    DepthView(
            final long sequence,
            final long timestampNanos,
            final long lastTradePriceTicks,
            final TradingState tradingState,
            final Levels bids,
            final Levels asks) {
        this.sequence = sequence;
        this.timestampNanos = timestampNanos;
        this.lastTradePriceTicks = lastTradePriceTicks;
        this.tradingState = tradingState;
        this.bids = bids;
        this.asks = asks;
    }

    /** The last event that this shows; 0 before the first. */
    public long sequence() {
        return sequence;
    }

    /** Of that event. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** 0 before the first trade. */
    public long lastTradePriceTicks() {
        return lastTradePriceTicks;
    }

    public TradingState tradingState() {
        return tradingState;
    }

    public Levels bids() {
        return bids;
    }

    public Levels asks() {
        return asks;
    }

    /** The same book, known to show the moment. */
    DepthView notBefore(final ShownMoment.Moment moment) {
        return moment.sequence() <= sequence
                ? this
                : new DepthView(
                        moment.sequence(), moment.timestampNanos(), lastTradePriceTicks, tradingState, bids, asks);
    }

    /** The same moment with at most so many levels per side. */
    DepthView best(final int depth) {
        return new DepthView(
                sequence, timestampNanos, lastTradePriceTicks, tradingState, bids.best(depth), asks.best(depth));
    }

    /** Whether a reader could not tell the two apart but by sequence and time. */
    public boolean showsTheSameAs(final DepthView other) {
        return lastTradePriceTicks == other.lastTradePriceTicks
                && tradingState == other.tradingState
                && bids.sameAs(other.bids)
                && asks.sameAs(other.asks);
    }

    /** One side. */
    public static final class Levels {
        static final Levels NONE = new Levels(new long[0], new long[0], new int[0]);

        private final long[] priceTicks;
        private final long[] quantityLots;
        private final int[] orderCounts;

        /** Takes the arrays over; nobody may write to them any more. */
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

        Levels best(final int depth) {
            return depth >= size()
                    ? this
                    : new Levels(
                            Arrays.copyOf(priceTicks, depth),
                            Arrays.copyOf(quantityLots, depth),
                            Arrays.copyOf(orderCounts, depth));
        }

        private boolean sameAs(final Levels other) {
            return Arrays.equals(priceTicks, other.priceTicks)
                    && Arrays.equals(quantityLots, other.quantityLots)
                    && Arrays.equals(orderCounts, other.orderCounts);
        }
    }
}
