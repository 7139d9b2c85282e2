package io.hft.backend.orders;

import io.hft.backend.engine.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's orders; null takes all.
 *
 * @param from created then or later
 * @param to created before
 * @param openOnly only those that are not done
 */
public record OrderFilter(
        @Nullable String symbol,
        @Nullable OrderStatus status,
        @Nullable Side side,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean openOnly) {}
