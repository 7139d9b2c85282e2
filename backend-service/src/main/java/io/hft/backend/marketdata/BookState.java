package io.hft.backend.marketdata;

import io.hft.backend.engine.DepthUpdate;
import io.hft.backend.engine.OrderBookDepth;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A book as the engine's updates build it, and what changed in it since it was last shown. Used by one thread. */
final class BookState {
    private final String symbol;
    private final int priceScale;
    private final SortedMap<BigDecimal, BookLevel> bids = new TreeMap<>(Comparator.reverseOrder());
    private final SortedMap<BigDecimal, BookLevel> asks = new TreeMap<>();
    private final SortedMap<BigDecimal, BookLevel> changedBids = new TreeMap<>(Comparator.reverseOrder());
    private final SortedMap<BigDecimal, BookLevel> changedAsks = new TreeMap<>();

    BookState(Instrument instrument) {
        this.symbol = instrument.symbol();
        this.priceScale = instrument.priceScale();
    }

    void apply(DepthUpdate update) {
        if (update.snapshot()) {
            bids.clear();
            asks.clear();
        }
        update.bids().forEach(level -> apply(level, bids, changedBids));
        update.asks().forEach(level -> apply(level, asks, changedAsks));
    }

    private void apply(
            OrderBookDepth.Level level, Map<BigDecimal, BookLevel> side, Map<BigDecimal, BookLevel> changed) {
        BigDecimal price = level.price().setScale(priceScale, RoundingMode.UNNECESSARY);
        if (level.orderCount() == 0) {
            side.remove(price);
            changed.put(price, new BookLevel(price.toPlainString(), BookLevel.NONE));
        } else {
            BookLevel text = new BookLevel(price.toPlainString(), Decimals.plain(level.quantity()));
            side.put(price, text);
            changed.put(price, text);
        }
    }

    /** What changed since the last call, best first. */
    Changes takeChanges() {
        Changes changes = new Changes(List.copyOf(changedBids.values()), List.copyOf(changedAsks.values()));
        changedBids.clear();
        changedAsks.clear();
        return changes;
    }

    record Changes(List<BookLevel> bids, List<BookLevel> asks) {
        boolean isEmpty() {
            return bids.isEmpty() && asks.isEmpty();
        }
    }

    /** The state behind {@code last}, the update that was applied last. */
    BookView view(long seq, DepthUpdate last) {
        BigDecimal price = last.lastTradePrice();
        return new BookView(
                symbol,
                seq,
                last.eventSequence(),
                last.timestamp(),
                List.copyOf(bids.values()),
                List.copyOf(asks.values()),
                price == null
                        ? null
                        : price.setScale(priceScale, RoundingMode.UNNECESSARY).toPlainString(),
                last.tradingState());
    }
}
