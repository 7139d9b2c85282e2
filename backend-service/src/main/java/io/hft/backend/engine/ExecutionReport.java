package io.hft.backend.engine;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a shard's stream.
 *
 * @param sequence contiguous within the shard, from 1
 * @param orderStatus FIX 39 name, for example {@code PARTIALLY_FILLED}
 * @param price the order's price, null where it has none
 * @param lastPrice of this trade, null otherwise
 * @param stopPrice of a stop; left out on trades
 * @param displayQuantity of an iceberg; left out on trades
 * @param tradeId the same on both sides of a trade; the maker's report comes directly before the taker's
 * @param rejectReason the engine's reason, {@link Amendment#NO_REASON} without one
 */
public record ExecutionReport(
        int shard,
        long sequence,
        Instant timestamp,
        Type type,
        long orderId,
        long accountId,
        String symbol,
        @Nullable Side side,
        String orderStatus,
        @Nullable BigDecimal price,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal lastPrice,
        @Nullable BigDecimal lastQuantity,
        @Nullable BigDecimal cumulativeQuantity,
        @Nullable BigDecimal stopPrice,
        @Nullable BigDecimal displayQuantity,
        long tradeId,
        boolean maker,
        String rejectReason) {
    /** {@link #orderStatus} of a stop that waits for its price. */
    public static final String PENDING_TRIGGER = "PENDING_TRIGGER";

    /** FIX 150; {@code OTHER} changes no order (refused cancels, repeated ids, instruments, hashes, notices to operators). */
    public enum Type {
        NEW,
        TRADE,
        CANCELED,
        REPLACED,
        REJECTED,
        EXPIRED,
        TRIGGERED,
        OTHER
    }
}
