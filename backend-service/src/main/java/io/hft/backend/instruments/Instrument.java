package io.hft.backend.instruments;

import java.math.BigDecimal;

/**
 * A market.
 *
 * @param tickSize prices are whole multiples of it
 * @param lotSize quantities are whole multiples of it
 * @param maxQuantity of one order
 * @param referencePrice around which the price band is drawn, and the price before the first trade
 * @param priceBandBasisPoints half width of the band in hundredths of a percent, 0 for none
 * @param shard of the engine that keeps its book
 */
public record Instrument(
        String symbol,
        String baseAsset,
        String quoteAsset,
        BigDecimal tickSize,
        BigDecimal lotSize,
        BigDecimal maxQuantity,
        BigDecimal referencePrice,
        int priceBandBasisPoints,
        int shard) {
    /** Fraction digits of its prices. */
    public int priceScale() {
        return Math.max(0, tickSize.stripTrailingZeros().scale());
    }
}
