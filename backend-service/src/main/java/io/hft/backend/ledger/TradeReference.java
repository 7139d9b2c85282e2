package io.hft.backend.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The trade behind a transfer.
 *
 * @param debitOrderId whose order pays, null for an order that the backend did not place
 * @param creditOrderId whose order receives, null likewise
 */
public record TradeReference(
        int shard,
        long tradeId,
        @Nullable Long debitOrderId,
        @Nullable Long creditOrderId) {}
