package io.hft.backend.engine;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an order may have besides price and quantity.
 *
 * @param stopPrice of STOP and STOP_LIMIT
 * @param displayQuantity of ICEBERG: at most so much is shown
 * @param expireAt of GTD, in whole microseconds
 * @param postOnly never takes
 */
public record OrderTerms(
        @Nullable BigDecimal stopPrice,
        @Nullable BigDecimal displayQuantity,
        @Nullable Instant expireAt,
        boolean postOnly,
        SelfTradePrevention selfTradePrevention) {
    public static final OrderTerms NONE = new OrderTerms(null, null, null, false, SelfTradePrevention.CANCEL_NEWEST);
}
