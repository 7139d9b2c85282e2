package io.hft.backend.engine;

import java.math.BigDecimal;

/**
 * An order as the engine knows it.
 *
 * @param status FIX 39 name, for example {@code PARTIALLY_FILLED}
 * @param rejectReason the engine's reason, {@code NONE} without one
 */
public record EngineOrder(
        long orderId,
        long accountId,
        String symbol,
        Side side,
        String status,
        BigDecimal price,
        BigDecimal quantity,
        BigDecimal cumulativeQuantity,
        BigDecimal leavesQuantity,
        String rejectReason) {}
