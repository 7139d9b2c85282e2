package io.hft.engine.matching;

import io.hft.engine.command.Side;
import io.hft.engine.event.EventSink;
import io.hft.engine.instrument.Instruments;
import org.agrona.DirectBuffer;

/**
 * The core of a shard: applies sequenced commands to books and says what happened. All methods belong to one thread.
 */
public final class MatchingEngine {
    private final Instruments instruments = new Instruments();

    /**
     * @param maxOpenOrders the most orders that may rest at a time, over all instruments; memory is taken as it is needed
     * @param recentOrderIds how many finished orders are remembered, so that a repeated id is answered and not repeated
     */
    public MatchingEngine(int maxOpenOrders, int recentOrderIds) {
        if (maxOpenOrders < 1 || recentOrderIds < 1) {
            throw new IllegalArgumentException("maxOpenOrders and recentOrderIds must be positive");
        }
    }

    /**
     * Applies one command. Every command causes at least one event; never throws for what a command says.
     *
     * @param timestampNanos the time that the driver gives the command; one that lies before the last is taken as the last
     */
    public void apply(DirectBuffer command, int offset, int length, long timestampNanos, EventSink sink) {
        throw new UnsupportedOperationException("in work");
    }

    /** The sequence of the last event, 0 before the first. */
    public long lastEventSequence() {
        throw new UnsupportedOperationException("in work");
    }

    /** Over everything that the events said so far. */
    public long stateHash() {
        throw new UnsupportedOperationException("in work");
    }

    public int openOrderCount() {
        throw new UnsupportedOperationException("in work");
    }

    public Instruments instruments() {
        return instruments;
    }

    /** 0 before the first trade and for an unknown instrument. */
    public long lastTradePriceTicks(int instrumentId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Grows with every change of the instrument's book; equal numbers mean an equal book. 0 for an unknown instrument. */
    public long bookVersion(int instrumentId) {
        throw new UnsupportedOperationException("in work");
    }

    /** Fills {@code out} with a live order or one of the recently finished; false and untouched when neither. */
    public boolean findOrder(long orderId, OrderView out) {
        throw new UnsupportedOperationException("in work");
    }

    /** Open orders of an instrument: bids best first, then asks best first, each level in time priority. */
    public void openOrders(int instrumentId, OrderVisitor visitor) {
        throw new UnsupportedOperationException("in work");
    }

    /** At most {@code maxLevels} levels of one side, best first. */
    public void depth(int instrumentId, Side side, int maxLevels, LevelVisitor visitor) {
        throw new UnsupportedOperationException("in work");
    }
}
