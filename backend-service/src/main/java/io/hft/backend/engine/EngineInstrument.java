package io.hft.backend.engine;

import java.math.BigDecimal;

/**
 * An instrument as the engine defines it.
 *
 * @param priceBandBasisPoints half width of the price band in hundredths of a percent, 0 for none
 * @param shard of the engine that keeps its book; of an instrument that exists it cannot be changed
 */
public record EngineInstrument(
        String symbol,
        String baseAsset,
        String quoteAsset,
        BigDecimal tickSize,
        BigDecimal lotSize,
        BigDecimal maxQuantity,
        BigDecimal referencePrice,
        int priceBandBasisPoints,
        int shard,
        TradingState tradingState) {}
