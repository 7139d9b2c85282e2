package io.hft.backend.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Depth of one book, best level first.
 *
 * @param sequence the last event that it shows
 */
public record OrderBookDepth(
        String symbol, int shard, long sequence, Instant timestamp, List<Level> bids, List<Level> asks) {
    public OrderBookDepth {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }

    /** One price level. */
    public record Level(BigDecimal price, BigDecimal quantity, int orderCount) {}

    /** What an incoming order of {@code side} would meet. */
    public List<Level> opposite(Side side) {
        return side == Side.BUY ? asks : bids;
    }
}
