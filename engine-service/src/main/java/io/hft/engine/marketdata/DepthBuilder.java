package io.hft.engine.marketdata;

import io.hft.engine.command.Side;
import io.hft.engine.marketdata.DepthView.Levels;
import io.hft.engine.matching.MatchingEngine;
import java.util.Arrays;

/** Makes views of the books that changed. Belongs to the matcher's thread. */
public final class DepthBuilder {
    private final int levelsMax;
    private final long[] priceTicks;
    private final long[] quantityLots;
    private final int[] orderCounts;
    private int size;

    /** Book versions as last shown, by instrument id; -1 for never. */
    private long[] shownVersions = new long[0];

    public DepthBuilder(final int levelsMax) {
        this.levelsMax = levelsMax;
        priceTicks = new long[levelsMax];
        quantityLots = new long[levelsMax];
        orderCounts = new int[levelsMax];
    }

    /** Whether the book differs from the last view of it; remembers that it is now shown. */
    public boolean takeChange(final MatchingEngine engine, final int instrumentId) {
        if (instrumentId >= shownVersions.length) {
            final int before = shownVersions.length;
            shownVersions = Arrays.copyOf(shownVersions, Math.max(16, instrumentId * 2));
            Arrays.fill(shownVersions, before, shownVersions.length, -1);
        }
        final long version = engine.bookVersion(instrumentId);
        if (shownVersions[instrumentId] == version) {
            return false;
        }
        shownVersions[instrumentId] = version;
        return true;
    }

    public DepthView build(final MatchingEngine engine, final int instrumentId, final long timestampNanos) {
        final Levels bids = levels(engine, instrumentId, Side.BUY);
        final Levels asks = levels(engine, instrumentId, Side.SELL);
        final boolean hasBid = bids.size() > 0;
        final boolean hasAsk = asks.size() > 0;
        final TopOfBook top = new TopOfBook(
                engine.lastEventSequence(),
                timestampNanos,
                hasBid ? bids.priceTicks(0) : 0,
                hasBid ? bids.quantityLots(0) : 0,
                hasBid ? bids.orderCount(0) : 0,
                hasAsk ? asks.priceTicks(0) : 0,
                hasAsk ? asks.quantityLots(0) : 0,
                hasAsk ? asks.orderCount(0) : 0,
                engine.lastTradePriceTicks(instrumentId));
        return new DepthView(instrumentId, top, bids, asks);
    }

    private Levels levels(final MatchingEngine engine, final int instrumentId, final Side side) {
        size = 0;
        engine.depth(instrumentId, side, levelsMax, this::add);
        return new Levels(
                Arrays.copyOf(priceTicks, size), Arrays.copyOf(quantityLots, size), Arrays.copyOf(orderCounts, size));
    }

    private void add(final long price, final long quantity, final int count) {
        priceTicks[size] = price;
        quantityLots[size] = quantity;
        orderCounts[size] = count;
        size++;
    }
}
