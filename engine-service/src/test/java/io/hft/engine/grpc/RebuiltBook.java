package io.hft.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.TradingState;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** The book of one symbol as a client has it who does what the feed says and nothing else. */
final class RebuiltBook {
    private final int depth;
    private final TreeMap<BigDecimal, PriceLevel> bids = new TreeMap<>(Collections.reverseOrder());
    private final TreeMap<BigDecimal, PriceLevel> asks = new TreeMap<>();
    private long sequence;
    private long eventSequence;
    private String lastTradePrice = "";
    private TradingState tradingState = TradingState.TRADING_STATE_UNSPECIFIED;

    RebuiltBook(final int depth) {
        this.depth = depth;
    }

    void apply(final MarketDataUpdate update) {
        assertThat(update.getSequence()).isEqualTo(sequence + 1);
        assertThat(update.getSnapshot()).isEqualTo(sequence == 0);
        assertThat(update.getEventSequence()).isGreaterThanOrEqualTo(eventSequence);
        final boolean saysNothing = !update.getSnapshot()
                && update.getBidsCount() == 0
                && update.getAsksCount() == 0
                && update.getLastTradePrice().equals(lastTradePrice)
                && update.getTradingState() == tradingState;
        assertThat(saysNothing).as("an update that changes nothing: " + update).isFalse();
        sequence = update.getSequence();
        eventSequence = update.getEventSequence();
        lastTradePrice = update.getLastTradePrice();
        tradingState = update.getTradingState();
        apply(bids, update.getBidsList());
        apply(asks, update.getAsksList());
        assertThat(bids).hasSizeLessThanOrEqualTo(depth);
        assertThat(asks).hasSizeLessThanOrEqualTo(depth);
        if (!bids.isEmpty() && !asks.isEmpty()) {
            assertThat(bids.firstKey()).isLessThan(asks.firstKey());
        }
    }

    private static void apply(final TreeMap<BigDecimal, PriceLevel> side, final List<PriceLevel> levels) {
        for (final PriceLevel level : levels) {
            final BigDecimal price = new BigDecimal(level.getPrice());
            if (level.getOrderCount() == 0) {
                assertThat(level.getQuantity()).isEqualTo("0");
                assertThat(side.remove(price))
                        .as("a level that was never there is gone: " + level)
                        .isNotNull();
            } else {
                assertThat(side.put(price, level))
                        .as("a level that did not change")
                        .isNotEqualTo(level);
            }
        }
    }

    boolean shows(final OrderBook book) {
        return List.copyOf(bids.values()).equals(book.getBidsList())
                && List.copyOf(asks.values()).equals(book.getAsksList());
    }

    List<PriceLevel> bids() {
        return List.copyOf(bids.values());
    }

    List<PriceLevel> asks() {
        return List.copyOf(asks.values());
    }

    long sequence() {
        return sequence;
    }

    String lastTradePrice() {
        return lastTradePrice;
    }

    TradingState tradingState() {
        return tradingState;
    }
}
