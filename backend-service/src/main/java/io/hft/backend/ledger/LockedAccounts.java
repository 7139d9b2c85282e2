package io.hft.backend.ledger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts whose rows this transaction has locked, changed in memory and written back at once by {@link Ledger#write}. Used by one
 * thread inside one transaction.
 */
public final class LockedAccounts {
    private final Map<AccountKey, Account> accounts;
    private final List<Transfer> transfers = new ArrayList<>();

    LockedAccounts(Map<AccountKey, Account> accounts) {
        this.accounts = Map.copyOf(accounts);
    }

    /** Moves a positive amount; both accounts must be locked and different. */
    public void transfer(AccountKey debit, AccountKey credit, BigDecimal amount, TradeReference trade) {
        transfers.add(move(account(debit), account(credit), amount, Transfer.Kind.TRADE, trade));
    }

    /** What the payer of a trade does not have: the asset's external account pays it. Both accounts must be locked and different. */
    public void coverShortfall(AccountKey credit, BigDecimal amount, TradeReference trade) {
        transfers.add(move(
                account(AccountKey.external(credit.asset())), account(credit), amount, Transfer.Kind.SHORTFALL, trade));
    }

    void deposit(AccountKey debit, AccountKey credit, BigDecimal amount) {
        transfers.add(move(account(debit), account(credit), amount, Transfer.Kind.DEPOSIT, null));
    }

    /** Holds more (positive) or gives back part of what is held (negative). */
    public void changeHold(AccountKey key, BigDecimal change) {
        account(key).changeHold(change);
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
