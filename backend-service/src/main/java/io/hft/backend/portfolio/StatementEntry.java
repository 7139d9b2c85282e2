package io.hft.backend.portfolio;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as one of its two owners sees it.
 *
 * @param amount negative when it went out
 * @param balanceAfter of the owner's account of the asset
 * @param orderId the owner's order behind it, null without one
 */
public record StatementEntry(
        long transferId,
        String asset,
        String kind,
        BigDecimal amount,
        BigDecimal balanceAfter,
        @Nullable Long tradeId,
        @Nullable Long orderId,
        Instant createdAt) {}
