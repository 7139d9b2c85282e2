package io.hft.backend.ledger;

import java.math.BigDecimal;

/** Whether money could be withdrawn. The account's row stays locked until the transaction ends either way. */
public sealed interface WithdrawalResult {
    record Withdrawn(Ledger.Booked booked) implements WithdrawalResult {}

    record Insufficient(BigDecimal available) implements WithdrawalResult {}
}
