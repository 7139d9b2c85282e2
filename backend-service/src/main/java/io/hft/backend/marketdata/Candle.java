package io.hft.backend.marketdata;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;

/** What was traded in one interval; one without trades carries the last close. */
public record Candle(
        Instant openTime,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        BigDecimal volume,
        BigDecimal quoteVolume,
        long trades) {
    /** Of an interval without a trade. */
    static Candle carried(Instant openTime, BigDecimal lastClose) {
        return new Candle(openTime, lastClose, lastClose, lastClose, lastClose, Decimals.ZERO, Decimals.ZERO, 0);
    }
}
