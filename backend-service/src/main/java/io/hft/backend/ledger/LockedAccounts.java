package io.hft.backend.ledger;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts whose rows this transaction has locked, changed in memory and written back at once by {@link Ledger#write}. Used by one
 * thread inside one transaction.
 */
public final class LockedAccounts {
    private static final BigDecimal MUCH = BigDecimal.TEN.pow(40).setScale(Decimals.SCALE);

    private final Map<AccountKey, Account> accounts;
    private final List<Transfer> transfers = new ArrayList<>();

    LockedAccounts(Map<AccountKey, Account> accounts) {
        this.accounts = Map.copyOf(accounts);
    }

    /** Accounts that have more than anybody needs, to find out what becomes of orders whose owners can pay; not to be written. */
    public static LockedAccounts plenty(Collection<AccountKey> keys) {
        Map<AccountKey, Account> accounts = new HashMap<>();
        keys.forEach(key -> accounts.put(key, new Account(0, key, MUCH, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO)));
        return new LockedAccounts(accounts);
    }

    /** Moves a positive amount; both accounts must be locked and different. */
    public void transfer(AccountKey debit, AccountKey credit, BigDecimal amount, TradeReference trade) {
        transfers.add(move(account(debit), account(credit), amount, Transfer.Kind.TRADE, trade));
    }

    /** The fee of a fill, to the exchange's own account of the asset. As {@link #transfer}. */
    public void chargeFee(AccountKey debit, BigDecimal amount, TradeReference trade) {
        transfers.add(move(account(debit), account(AccountKey.fees(debit.asset())), amount, Transfer.Kind.FEE, trade));
    }

    /**
     * Something comes in that has cost {@code costUsd}; the balance is left to {@link #transfer}. Nothing for what has no cost basis.
     */
    public void acquire(AccountKey key, BigDecimal costUsd) {
        if (key.hasCost()) {
            account(key).addCost(costUsd);
        }
    }

    /**
     * Something is about to go out for {@code proceedsUsd}: what it had cost, on average, leaves the cost basis, and the difference is
     * realised. The balance is left to {@link #transfer}, which comes later. Nothing for what has no cost basis.
     */
    public void dispose(AccountKey key, BigDecimal amount, BigDecimal proceedsUsd) {
        if (key.hasCost()) {
            Account account = account(key);
            account.realise(proceedsUsd.subtract(account.takeCost(amount)));
        }
    }

    /** What the payer of a trade does not have: the asset's external account pays it. Both accounts must be locked and different. */
    public void coverShortfall(AccountKey credit, BigDecimal amount, TradeReference trade) {
        transfers.add(move(
                account(AccountKey.external(credit.asset())), account(credit), amount, Transfer.Kind.SHORTFALL, trade));
    }

    void deposit(AccountKey credit, BigDecimal amount, BigDecimal valueUsd) {
        acquire(credit, valueUsd);
        Account external = account(AccountKey.external(credit.asset()));
        transfers.add(move(external, account(credit), amount, Transfer.Kind.DEPOSIT, null));
    }

    /** Leaves at its average cost: a withdrawal makes neither profit nor loss. */
    void withdraw(AccountKey debit, BigDecimal amount) {
        if (debit.hasCost()) {
            account(debit).takeCost(amount);
        }
        Account external = account(AccountKey.external(debit.asset()));
        transfers.add(move(account(debit), external, amount, Transfer.Kind.WITHDRAWAL, null));
    }

    /** Holds more (positive) or gives back part of what is held (negative). */
    public void changeHold(AccountKey key, BigDecimal change) {
        account(key).changeHold(change);
    }

    /** Whether it is among them. */
    public boolean contains(AccountKey key) {
        return accounts.containsKey(key);
    }

    /** What is there and not held at this moment of the batch. */
    public BigDecimal available(AccountKey key) {
        Account account = account(key);
        return account.balance().subtract(account.held());
    }

    BigDecimal balance(AccountKey key) {
        return account(key).balance();
    }

    List<Account> changed() {
        return accounts.values().stream().filter(Account::isChanged).toList();
    }

    List<Transfer> transfers() {
        return transfers;
    }

    private static Transfer move(
            Account debit, Account credit, BigDecimal amount, Transfer.Kind kind, @Nullable TradeReference trade) {
        if (amount.signum() <= 0 || debit == credit) {
            throw new IllegalArgumentException("a transfer moves a positive amount between two accounts");
        }
        debit.debit(amount);
        credit.credit(amount);
        return new Transfer(debit, credit, amount, kind, trade, debit.balance(), credit.balance());
    }

    private Account account(AccountKey key) {
        Account account = accounts.get(key);
        if (account == null) {
            throw new IllegalArgumentException("not locked: " + key);
        }
        return account;
    }
}
