package io.hft.backend.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of one market's depth: the first of a subscription has all levels, each further one those that changed. Quantities are absolute;
 * {@code orderCount} 0 takes a level out.
 *
 * @param sequence contiguous within the subscription, from 1
 * @param eventSequence the shard's last event that it shows
 * @param lastTradePrice null before the first trade
 */
public record DepthUpdate(
        String symbol,
        long sequence,
        boolean snapshot,
        long eventSequence,
        Instant timestamp,
        List<OrderBookDepth.Level> bids,
        List<OrderBookDepth.Level> asks,
        @Nullable BigDecimal lastTradePrice,
        TradingState tradingState) {
    public DepthUpdate {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
