package io.hft.backend.orders;

import io.hft.backend.engine.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a user's fills; null takes all.
 *
 * @param from executed then or later
 * @param to executed before
 */
public record FillFilter(
        @Nullable String symbol,
        @Nullable Long orderId,
        @Nullable Side side,
        @Nullable Instant from,
        @Nullable Instant to) {}
