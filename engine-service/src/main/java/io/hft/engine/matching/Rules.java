package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;

/** What holds at this point of the journal: the rules version, and the settings that decide events. */
final class Rules {
    /** Market and limit orders, GTC and IOC, and nothing else. */
    static final int VERSION_1 = 1;

    /** All kinds of orders, self-trade prevention, risk, time. */
    static final int VERSION_2 = 2;

    /** Everything in {@code docs/matching-rules.md}: refused orders do not displace others among those that are remembered. */
    static final int VERSION_3 = 3;

    static final int NEWEST = VERSION_3;

    static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final Instruments instruments;
    private int version = VERSION_1;
    private int maxSources = Integer.MAX_VALUE;
    private long dayEndNanos;

    Rules(Instruments instruments) {
        this.instruments = instruments;
    }

    int version() {
        return version;
    }

    void activate(int newVersion, int sources, long dayEnd) {
        version = newVersion;
        maxSources = sources;
        dayEndNanos = dayEnd;
    }

    boolean isFull() {
        return version >= VERSION_2;
    }

    boolean rememberRefusedApart() {
        return version >= VERSION_3;
    }

    boolean preventSelfTrades() {
        return isFull();
    }

    boolean checkRisk() {
        return isFull();
    }

    int maxSources() {
        return maxSources;
    }

    long dayEndNanos() {
        return dayEndNanos;
    }

    /** The first end of a trading day after that time. */
    long dayEndAfter(long timestampNanos) {
        return (Math.floorDiv(timestampNanos - dayEndNanos, NANOS_PER_DAY) + 1) * NANOS_PER_DAY + dayEndNanos;
    }

    /** The price around which bands are drawn and orders without a price are valued. */
    long referenceTicks(OrderBook book) {
        final long last = book.lastTradePriceTicks();
        if (last != 0) {
            return last;
        }
        final Instrument instrument = instruments.find(book.instrumentId());
        return instrument == null ? 0 : instrument.referencePriceTicks();
    }
}
