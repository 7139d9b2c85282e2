package io.hft.backend.orders;

import io.hft.backend.engine.Side;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order's view of a trade, as it is booked.
 *
 * @param sequence the engine's event behind it
 * @param maker whether the order rested in the book
 */
public record Fill(
        int shard,
        long sequence,
        long tradeId,
        long orderId,
        long userId,
        @Nullable String clientOrderId,
        String symbol,
        Side side,
        BigDecimal price,
        BigDecimal quantity,
        BigDecimal quoteAmount,
        BigDecimal fee,
        String feeAsset,
        boolean maker,
        Instant executedAt) {
    /** Where it stands in a list, newest first: by time, then by the engine's events. */
    public record Place(Instant executedAt, int shard, long sequence) {}

    public Place place() {
        return new Place(executedAt, shard, sequence);
    }
}
