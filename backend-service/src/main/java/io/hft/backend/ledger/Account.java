package io.hft.backend.ledger;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A locked account row in memory, until {@link LockedAccounts} is written back. */
final class Account {
    private final long accountId;
    private final AccountKey key;
    private BigDecimal balance;
    private BigDecimal held;
    private BigDecimal costBasis;
    private BigDecimal realisedPnl;
    private boolean changed;

    Account(
            long accountId,
            AccountKey key,
            BigDecimal balance,
            BigDecimal held,
            BigDecimal costBasis,
            BigDecimal realisedPnl) {
        this.accountId = accountId;
        this.key = key;
        this.balance = balance;
        this.held = held;
        this.costBasis = costBasis;
        this.realisedPnl = realisedPnl;
    }

    long accountId() {
        return accountId;
    }

    AccountKey key() {
        return key;
    }

    BigDecimal balance() {
        return balance;
    }

    BigDecimal held() {
        return held;
    }

    BigDecimal costBasis() {
        return costBasis;
    }

    BigDecimal realisedPnl() {
        return realisedPnl;
    }

    /** What comes in has cost this much. */
    void addCost(BigDecimal cost) {
        costBasis = costBasis.add(cost);
        changed = true;
    }

    /**
     * Takes the cost of what is about to go out of the basis, at average cost; all of it goes with the last piece. Call before
     * {@link #debit}. Returns it.
     */
    BigDecimal takeCost(BigDecimal amount) {
        BigDecimal cost = amount.compareTo(balance) >= 0
                ? costBasis
                : costBasis.multiply(amount).divide(balance, Decimals.SCALE, RoundingMode.HALF_UP);
        costBasis = costBasis.subtract(cost);
        changed = true;
        return cost;
    }

    void realise(BigDecimal profit) {
        realisedPnl = realisedPnl.add(profit);
        changed = true;
    }

    void debit(BigDecimal amount) {
        balance = balance.subtract(amount);
        changed = true;
    }

    void credit(BigDecimal amount) {
        balance = balance.add(amount);
        changed = true;
    }

    void changeHold(BigDecimal change) {
        held = held.add(change);
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** The rule of the ledger; intermediate states of a batch may break it, its end may not. */
    boolean isSound() {
        return key.isExternal() ? held.signum() == 0 : held.signum() >= 0 && held.compareTo(balance) <= 0;
    }
}
