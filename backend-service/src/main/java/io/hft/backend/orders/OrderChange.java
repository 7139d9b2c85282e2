package io.hft.backend.orders;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an owner wants changed; null keeps it.
 *
 * @param quantity the new total, open and filled
 */
public record OrderChange(
        @Nullable BigDecimal price,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal stopPrice,
        @Nullable BigDecimal displayQuantity) {
    boolean isEmpty() {
        return price == null && quantity == null && stopPrice == null && displayQuantity == null;
    }
}
