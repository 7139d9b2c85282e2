package io.hft.backend.marketdata;

import io.hft.backend.engine.Side;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade on the tape.
 *
 * @param number contiguous per symbol, from 1
 * @param tradeId the engine's, unique within the shard
 * @param sequence the engine's last event of it
 * @param takerSide of the incoming order
 */
public record Trade(
        String symbol,
        long number,
        int shard,
        long tradeId,
        long sequence,
        BigDecimal price,
        BigDecimal quantity,
        BigDecimal quoteAmount,
        Side takerSide,
        Instant executedAt) {}
