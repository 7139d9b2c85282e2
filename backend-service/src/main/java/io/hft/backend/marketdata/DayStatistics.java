package io.hft.backend.marketdata;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What was traded within 24 hours. Without a trade in that time the prices are the last one before it; null before the first trade ever.
 *
 * @param open price of the first trade in that time
 */
public record DayStatistics(
        @Nullable BigDecimal open,
        @Nullable BigDecimal high,
        @Nullable BigDecimal low,
        @Nullable BigDecimal last,
        BigDecimal volume,
        BigDecimal quoteVolume,
        long trades) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static DayStatistics before(@Nullable BigDecimal last) {
        return new DayStatistics(last, last, last, last, Decimals.ZERO, Decimals.ZERO, 0);
    }

    /** Last minus open. */
    public @Nullable BigDecimal change() {
        return last == null || open == null ? null : last.subtract(open);
    }

    /** The change in percent of the open, to two places, half up. */
    public @Nullable BigDecimal changePercent() {
        return last == null || open == null
                ? null
                : last.subtract(open).multiply(HUNDRED).divide(open, 2, RoundingMode.HALF_UP);
    }
}
