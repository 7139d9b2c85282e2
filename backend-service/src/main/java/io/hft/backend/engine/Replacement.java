package io.hft.backend.engine;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an open order becomes.
 *
 * @param price limit price; of a stop the protection price
 * @param quantity the new total, open and filled, so that a repeat is harmless
 * @param stopPrice null keeps it
 * @param displayQuantity null keeps it
 */
public record Replacement(
        BigDecimal price,
        BigDecimal quantity,
        @Nullable BigDecimal stopPrice,
        @Nullable BigDecimal displayQuantity) {}
