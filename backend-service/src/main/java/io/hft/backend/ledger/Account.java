package io.hft.backend.ledger;

import java.math.BigDecimal;

/** A locked account row in memory, until {@link LockedAccounts} is written back. */
final class Account {
    private final long accountId;
    private final AccountKey key;
    private BigDecimal balance;
    private BigDecimal held;
    private boolean changed;

    Account(long accountId, AccountKey key, BigDecimal balance, BigDecimal held) {
        this.accountId = accountId;
        this.key = key;
        this.balance = balance;
        this.held = held;
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
