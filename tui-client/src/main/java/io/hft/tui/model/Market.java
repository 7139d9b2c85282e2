package io.hft.tui.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A market, and how its numbers are written. */
public record Market(String symbol, String baseAsset, String quoteAsset, BigDecimal tickSize, BigDecimal lotSize) {
    public int priceScale() {
        return Math.max(0, tickSize.stripTrailingZeros().scale());
    }

    public BigDecimal toTick(BigDecimal price) {
        return price.divide(tickSize, 0, RoundingMode.HALF_UP)
                .multiply(tickSize)
                .setScale(priceScale(), RoundingMode.HALF_UP);
    }
}
