package io.hft.backend.ledger;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A movement of money: what it takes from one account it gives to the other. Immutable once booked.
 *
 * @param trade the trade behind it, null for a deposit or withdrawal
 */
record Transfer(
        Account debit,
        Account credit,
        BigDecimal amount,
        Kind kind,
        @Nullable TradeReference trade,
        BigDecimal debitBalanceAfter,
        BigDecimal creditBalanceAfter) {
    /** Why it moved. */
    enum Kind {
        DEPOSIT,
        WITHDRAWAL,
        TRADE,
        FEE,
        /** The part of a trade or of its fee that its payer did not have. */
        SHORTFALL
    }
}
