package io.hft.backend.ledger;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.RowBatch.Column;
import io.hft.backend.database.Statements;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens accounts, holds and releases money, and books transfers. Joins the caller's database transaction ({@link #deposit} and
 * {@link #withdraw} start one if there is none); rows are locked in account id order, so that two callers never wait for each other in a circle.
 */
@Component
public class Ledger {
    /** Each half is a look at the index of owners and assets; "is not distinct from" would read every account of the asset. */
    private static final String FIND_ACCOUNTS = """
            with wanted as (select * from unnest(?, ?) as w (owner_id, asset))
            select a.account_id, a.owner_id, a.asset
              from wanted join ledger_accounts a on a.owner_id = wanted.owner_id and a.asset = wanted.asset
            union all
            select a.account_id, a.owner_id, a.asset
              from wanted join ledger_accounts a on wanted.owner_id is null and a.owner_id is null and a.asset = wanted.asset
            """;

    private static final String LOCK_ACCOUNTS = """
            select account_id, owner_id, asset, balance, held, cost_basis, realised_pnl
              from ledger_accounts where account_id = any(?) order by account_id for no key update
            """;
    private static final String UPDATE_ACCOUNTS = """
            update ledger_accounts a
               set balance = v.balance, held = v.held, cost_basis = v.cost_basis, realised_pnl = v.realised_pnl
              from unnest(%s) as v (account_id, balance, held, cost_basis, realised_pnl)
             where a.account_id = v.account_id
            """;
    private static final String INSERT_TRANSFERS = """
            insert into transfers (asset, debit_account_id, credit_account_id, amount, kind, shard, trade_id,
                debit_order_id, credit_order_id, debit_balance_after, credit_balance_after)
            select asset, debit_account_id, credit_account_id, amount, kind, shard, trade_id, debit_order_id, credit_order_id,
                   debit_balance_after, credit_balance_after
              from unnest(%s) with ordinality as v (asset, debit_account_id, credit_account_id, amount, kind, shard, trade_id,
                   debit_order_id, credit_order_id, debit_balance_after, credit_balance_after, n)
             order by n
            """;

    private final JdbcTemplate jdbc;
    /** The ids of accounts seen to exist; they are never removed. With them a lock is a look at the primary key. */
    private final Map<AccountKey, Long> known = new ConcurrentHashMap<>();

    /**
     * A transfer that was made.
     *
     * @param balanceAfter of the user
     */
    public record Booked(long transferId, BigDecimal balanceAfter) {}

    public Ledger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Money from outside: debits the asset's external account. The asset and the user must exist.
     *
     * @param valueUsd what it is worth now: its cost basis. For USD it does not matter
     */
    @Transactional(propagation = Propagation.REQUIRED)
    public Booked deposit(long userId, String asset, BigDecimal amount, BigDecimal valueUsd) {
        AccountKey user = AccountKey.of(userId, asset);
        LockedAccounts accounts = lock(List.of(user, AccountKey.external(asset)));
        accounts.deposit(user, amount, valueUsd);
        write(accounts);
        return new Booked(lastTransferId(), accounts.balance(user));
    }

    /** Money to the outside, if that much is available. Credits the asset's external account. The asset and the user must exist. */
    @Transactional(propagation = Propagation.REQUIRED)
    public WithdrawalResult withdraw(long userId, String asset, BigDecimal amount) {
        AccountKey user = AccountKey.of(userId, asset);
        LockedAccounts accounts = lock(List.of(user, AccountKey.external(asset)));
        BigDecimal available = accounts.available(user);
        if (available.compareTo(amount) < 0) {
            return new WithdrawalResult.Insufficient(available);
        }
        accounts.withdraw(user, amount);
        write(accounts);
        return new WithdrawalResult.Withdrawn(new Booked(lastTransferId(), accounts.balance(user)));
    }

    /**
     * Holds money of a user if that much is available; locks the account's row. Needs a running transaction.
     *
     * @param amount positive
     */
    public HoldResult hold(long userId, String asset, BigDecimal amount) {
        List<BigDecimal> available = jdbc.queryForList(
                "select balance - held from ledger_accounts where owner_id = ? and asset = ? for update",
                BigDecimal.class,
                userId,
                asset);
        if (available.isEmpty() || available.getFirst().compareTo(amount) < 0) {
            return new HoldResult.Insufficient(available.isEmpty() ? Decimals.ZERO : available.getFirst());
        }
        jdbc.update(
                "update ledger_accounts set held = held + ? where owner_id = ? and asset = ?", amount, userId, asset);
        return new HoldResult.Held();
    }

    /** What a user could pay with at this moment, without a lock; zero without an account. */
    public BigDecimal available(long userId, String asset) {
        return jdbc
                .queryForList(
                        "select balance - held from ledger_accounts where owner_id = ? and asset = ?",
                        BigDecimal.class,
                        userId,
                        asset)
                .stream()
                .findFirst()
                .orElse(Decimals.ZERO);
    }

    /** Gives back what was held. Needs a running transaction. */
    public void release(long userId, String asset, BigDecimal amount) {
        jdbc.update(
                "update ledger_accounts set held = held - ? where owner_id = ? and asset = ?", amount, userId, asset);
    }

    /** Locks those of the accounts that exist, in id order. Needs a running transaction. */
    public LockedAccounts lockOpen(Collection<AccountKey> keys) {
        return new LockedAccounts(lockExisting(Set.copyOf(keys)));
    }

    /**
     * Locks accounts along with what else the caller has to send, in the same round trip; what is still missing after that, when it is asked for. Needs a running
     * transaction.
     */
    public Locking lock(Collection<AccountKey> keys, Statements statements) {
        Set<AccountKey> wanted = Set.copyOf(keys);
        Long[] ids = wanted.stream().map(known::get).filter(Objects::nonNull).toArray(Long[]::new);
        Map<AccountKey, Account> accounts = new HashMap<>();
        // Some of them now and others later would not be in id order.
        if (ids.length > 0 && ids.length == wanted.size()) {
            statements.query(LOCK_ACCOUNTS, row -> read(row, accounts), (Object) ids);
        }
        return new Locking(wanted, accounts);
    }

    /** A lock that was sent with other statements; ask for it when they have been carried out. */
    public final class Locking {
        private final Set<AccountKey> wanted;
        private final Map<AccountKey, Account> accounts;

        private Locking(Set<AccountKey> wanted, Map<AccountKey, Account> accounts) {
            this.wanted = wanted;
            this.accounts = accounts;
        }

        /** Those that exist. */
        public LockedAccounts open() {
            return isComplete() ? new LockedAccounts(accounts) : lockOpen(wanted);
        }

        /** All; those that did not exist are opened. */
        public LockedAccounts all() {
            return isComplete() ? new LockedAccounts(accounts) : lock(wanted);
        }

        private boolean isComplete() {
            return accounts.size() == wanted.size();
        }
    }

    /** Opens the accounts that do not exist yet and locks all of them in id order. Needs a running transaction. */
    public LockedAccounts lock(Collection<AccountKey> keys) {
        Set<AccountKey> wanted = Set.copyOf(keys);
        Map<AccountKey, Account> accounts = lockExisting(wanted);
        if (accounts.size() < wanted.size()) {
            open(wanted);
            accounts = lockExisting(wanted);
        }
        return new LockedAccounts(accounts);
    }

    /**
     * Writes balances, holds, costs and transfers back. Fails before writing anything if an account would break a rule. The ids
     * of the transfers are in their order.
     */
    public void write(LockedAccounts accounts) {
        Statements statements = new Statements();
        add(accounts, statements);
        statements.execute(jdbc);
    }

    /** As {@link #write}, together with whatever else the caller has to send. */
    public void add(LockedAccounts accounts, Statements statements) {
        RowBatch rows = new RowBatch(Column.BIGINT, Column.NUMERIC, Column.NUMERIC, Column.NUMERIC, Column.NUMERIC);
        for (Account account : accounts.changed()) {
            if (!account.isSound()) {
                throw new LedgerViolation("account " + account.key() + " would have balance " + account.balance()
                        + " and hold " + account.held());
            }
            rows.add(
                    account.accountId(), account.balance(), account.held(), account.costBasis(), account.realisedPnl());
        }
        statements.add(rows, UPDATE_ACCOUNTS).add(rows(accounts.transfers()), INSERT_TRANSFERS);
    }

    private static RowBatch rows(List<Transfer> transfers) {
        RowBatch rows = new RowBatch(
                Column.TEXT,
                Column.BIGINT,
                Column.BIGINT,
                Column.NUMERIC,
                Column.TEXT,
                Column.INTEGER,
                Column.BIGINT,
                Column.BIGINT,
                Column.BIGINT,
                Column.NUMERIC,
                Column.NUMERIC);
        transfers.forEach(transfer -> add(rows, transfer));
        return rows;
    }

    private long lastTransferId() {
        Long id = jdbc.queryForObject("select currval(pg_get_serial_sequence('transfers', 'transfer_id'))", Long.class);
        return id == null ? 0 : id;
    }

    private void open(Set<AccountKey> keys) {
        List<AccountKey> ordered = keys.stream()
                .sorted(Comparator.comparing(AccountKey::asset)
                        .thenComparing(AccountKey::ownerId, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        jdbc.update(
                "insert into ledger_accounts (owner_id, asset) select * from unnest(?, ?) on conflict do nothing",
                owners(ordered),
                assets(ordered));
    }

    private Map<AccountKey, Account> lockExisting(Set<AccountKey> keys) {
        List<AccountKey> unknown =
                keys.stream().filter(key -> !known.containsKey(key)).toList();
        Map<AccountKey, Long> ids = unknown.isEmpty() ? Map.of() : ids(unknown);
        Long[] wanted = keys.stream()
                .map(key -> ids.getOrDefault(key, known.get(key)))
                .filter(Objects::nonNull)
                .toArray(Long[]::new);
        Map<AccountKey, Account> accounts = new HashMap<>();
        if (wanted.length == 0) {
            return accounts;
        }
        jdbc.query(
                LOCK_ACCOUNTS,
                row -> {
                    read(row, accounts);
                },
                (Object) wanted);
        accounts.forEach((key, account) -> known.put(key, account.accountId()));
        // The transaction that opened one of them was rolled back after we had seen it; somebody else may have opened
        // it since.
        List<AccountKey> gone = keys.stream()
                .filter(key -> known.containsKey(key) && !accounts.containsKey(key))
                .toList();
        gone.forEach(known::remove);
        return gone.isEmpty() ? accounts : lockExisting(keys);
    }

    private static void read(ResultSet row, Map<AccountKey, Account> accounts) throws SQLException {
        AccountKey key = key(row);
        accounts.put(
                key,
                new Account(
                        row.getLong("account_id"),
                        key,
                        row.getBigDecimal("balance"),
                        row.getBigDecimal("held"),
                        row.getBigDecimal("cost_basis"),
                        row.getBigDecimal("realised_pnl")));
    }

    private Map<AccountKey, Long> ids(List<AccountKey> keys) {
        Map<AccountKey, Long> ids = new HashMap<>();
        jdbc.query(
                FIND_ACCOUNTS,
                row -> {
                    ids.put(key(row), row.getLong("account_id"));
                },
                owners(keys),
                assets(keys));
        return ids;
    }

    private static AccountKey key(ResultSet row) throws SQLException {
        return new AccountKey(row.getObject("owner_id", Long.class), row.getString("asset"));
    }

    private static Object owners(List<AccountKey> keys) {
        return keys.stream().map(AccountKey::ownerId).toArray(Long[]::new);
    }

    private static Object assets(List<AccountKey> keys) {
        return keys.stream().map(AccountKey::asset).toArray(String[]::new);
    }

    private static void add(RowBatch rows, Transfer transfer) {
        TradeReference trade = transfer.trade();
        rows.add(
                transfer.debit().key().asset(),
                transfer.debit().accountId(),
                transfer.credit().accountId(),
                transfer.amount(),
                transfer.kind().name(),
                trade == null ? null : trade.shard(),
                trade == null ? null : trade.tradeId(),
                trade == null ? null : trade.debitOrderId(),
                trade == null ? null : trade.creditOrderId(),
                transfer.debitBalanceAfter(),
                transfer.creditBalanceAfter());
    }
}
