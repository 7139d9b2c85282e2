package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Check;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds, sums and balances. Every statement sees one moment, in which the ledger has to be right: whoever moves money does it in one
 * transaction.
 */
final class MoneyCheck {
    private static final String QUOTE = "ceil(%1$s * (%2$s - cumulative_quantity) * 100000000) * 0.00000001";

    private static final String NEEDED_FOR = """
            case side when 'BUY' then %3$s - cumulative_fee
                      + ceil((fees_due + %3$s * greatest(maker_fee_bps, taker_fee_bps) * 0.0001) * 100000000) * 0.00000001
                 else %2$s - cumulative_quantity end""";

    /**
     * The rule of the ledger: what a buy needs is rounded up, and so are all its fees together; a sell needs what it may still deliver.
     * Multiplied, since a division may round. Of an order that is being replaced: as it is or as it will be, whatever is more.
     */
    private static final String NEEDED =
            "greatest(" + neededFor("price", "quantity") + ", " + neededFor("replace_price", "replace_quantity") + ")";

    private static final String OPEN = "status in ('PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED')";

    private static final String ORDER_HOLDS = "select order_id, symbol, status, held, " + NEEDED
            + " as needed from orders where " + OPEN + " and held <> " + NEEDED + " order by order_id limit "
            + Findings.LISTED_MAX;

    private static final String ACCOUNT_HOLDS = """
            with needed as (
                select user_id, case side when 'BUY' then quote_asset else base_asset end as asset, sum(%s) as held
                  from orders join instruments using (symbol) where %s group by 1, 2)
            select coalesce(a.account_id, 0) as account_id, coalesce(a.owner_id, n.user_id) as owner_id,
                   coalesce(a.asset, n.asset) as asset, coalesce(n.held, 0) as needed, coalesce(a.held, 0) as held
              from needed n
              full join (select * from ledger_accounts where held <> 0) a on a.owner_id = n.user_id and a.asset = n.asset
             where coalesce(n.held, 0) <> coalesce(a.held, 0)
             order by 1, 2, 3 limit %d
            """.formatted(NEEDED, OPEN, Findings.LISTED_MAX);

    private static final String SUMS =
            "select asset, sum(balance) as total, count(*) as accounts from ledger_accounts group by asset";

    /** Transfers of an account are in the order of their ids, since its row is locked while they are made: the last one tells the balance. */
    private static final String LAST_BALANCES = """
            select a.account_id, a.owner_id, a.asset, a.balance, coalesce(t.after, 0) as expected
              from (%s) a
              left join lateral (
                  select after from (
                      (select transfer_id, credit_balance_after as after from transfers
                        where credit_account_id = a.account_id order by transfer_id desc limit 1)
                      union all
                      (select transfer_id, debit_balance_after from transfers
                        where debit_account_id = a.account_id order by transfer_id desc limit 1)) both_sides
                  order by transfer_id desc limit 1) t on true
            """;

    private static final String NEXT_ACCOUNTS =
            "select * from ledger_accounts where account_id > ? order by account_id limit ?";
    private static final String THESE_ACCOUNTS = "select * from ledger_accounts where account_id = any(?)";

    private static final String MOVED = """
            select account_id, sum(amount) as moved from (
                select credit_account_id as account_id, amount from transfers where transfer_id > ? and transfer_id <= ?
                union all
                select debit_account_id, -amount from transfers where transfer_id > ? and transfer_id <= ?) moves
             group by account_id
            """;
    private static final long TRANSFERS_PER_STEP = 200_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;

    MoneyCheck(JdbcTemplate jdbc, TransactionTemplate snapshot) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
    }

    void holds(Findings findings) {
        jdbc.query(ORDER_HOLDS, row -> {
            findings.add(new Finding(
                    Kind.ORDER_HOLD,
                    0,
                    row.getLong("order_id"),
                    "order " + row.getLong("order_id") + " (" + row.getString("symbol") + ")",
                    "holds " + OrderTerms.plain(row.getBigDecimal("needed")),
                    "holds " + OrderTerms.plain(row.getBigDecimal("held")) + ", " + row.getString("status")));
        });
        jdbc.query(ACCOUNT_HOLDS, row -> {
            findings.add(new Finding(
                    Kind.ACCOUNT_HOLD,
                    0,
                    row.getLong("account_id"),
                    account(row),
                    "held " + OrderTerms.plain(row.getBigDecimal("needed")),
                    "held " + OrderTerms.plain(row.getBigDecimal("held"))));
        });
        findings.whole(Check.HOLDS);
    }

    void sums(Findings findings) {
        jdbc.query(SUMS, row -> {
            if (row.getBigDecimal("total").signum() != 0) {
                findings.add(new Finding(
                        Kind.ASSET_SUM,
                        0,
                        0,
                        "asset " + row.getString("asset"),
                        "0",
                        OrderTerms.plain(row.getBigDecimal("total")) + " over all " + row.getLong("accounts")
                                + " accounts"));
            }
        });
        findings.whole(Check.SUMS);
    }

    /** Compares some accounts with their last transfers. Returns the last account, 0 when there was none behind {@code after}. */
    long nextBalances(long after, int limit, Findings findings) {
        Long last =
                jdbc.queryForObject("select max(account_id) from (" + NEXT_ACCOUNTS + ") a", Long.class, after, limit);
        if (last == null) {
            return 0;
        }
        jdbc.query(
                LAST_BALANCES.formatted(NEXT_ACCOUNTS),
                (RowCallbackHandler) row -> compareWithLast(row, findings),
                after,
                limit);
        findings.count(Counter.ACCOUNTS, limit);
        return last;
    }

    void balancesAgain(Collection<Long> accountIds, Findings findings) {
        jdbc.query(
                LAST_BALANCES.formatted(THESE_ACCOUNTS),
                (RowCallbackHandler) row -> compareWithLast(row, findings),
                (Object) accountIds.toArray(Long[]::new));
    }

    private static void compareWithLast(ResultSet row, Findings findings) throws SQLException {
        if (row.getBigDecimal("balance").compareTo(row.getBigDecimal("expected")) != 0) {
            balance(row, row.getBigDecimal("expected"), findings);
        }
    }

    /** Adds up every transfer ever made, in one moment, and compares all accounts. */
    void allBalances(Findings findings, Deadline deadline) {
        Boolean whole = snapshot.execute(status -> {
            Map<Long, BigDecimal> moved = moved(findings, deadline);
            if (moved == null) {
                return false;
            }
            jdbc.query("select account_id, owner_id, asset, balance from ledger_accounts order by account_id", row -> {
                BigDecimal expected = moved.getOrDefault(row.getLong("account_id"), BigDecimal.ZERO);
                findings.count(Counter.ACCOUNTS, 1);
                if (row.getBigDecimal("balance").compareTo(expected) != 0) {
                    balance(row, expected, findings);
                }
            });
            return true;
        });
        if (Boolean.TRUE.equals(whole)) {
            findings.whole(Check.BALANCES);
        } else {
            findings.skip(Check.BALANCES, "balances: " + Deadline.PASSED);
        }
    }

    private @Nullable Map<Long, BigDecimal> moved(Findings findings, Deadline deadline) {
        Long last = jdbc.queryForObject("select coalesce(max(transfer_id), 0) from transfers", Long.class);
        long end = last == null ? 0 : last;
        Map<Long, BigDecimal> moved = new HashMap<>();
        for (long from = 0; from < end; from += TRANSFERS_PER_STEP) {
            if (deadline.isPassed()) {
                return null;
            }
            long to = Math.min(from + TRANSFERS_PER_STEP, end);
            jdbc.query(
                    MOVED,
                    row -> {
                        moved.merge(row.getLong("account_id"), row.getBigDecimal("moved"), BigDecimal::add);
                    },
                    from,
                    to,
                    from,
                    to);
            findings.count(Counter.TRANSFERS, to - from);
        }
        return moved;
    }

    private static void balance(ResultSet row, BigDecimal expected, Findings findings) throws SQLException {
        findings.add(new Finding(
                Kind.ACCOUNT_BALANCE,
                0,
                row.getLong("account_id"),
                account(row),
                "balance " + OrderTerms.plain(expected),
                "balance " + OrderTerms.plain(row.getBigDecimal("balance"))));
    }

    private static String account(ResultSet row) throws SQLException {
        Long owner = row.getObject("owner_id", Long.class);
        return (owner == null ? "external account" : "account of user " + owner) + ", " + row.getString("asset");
    }

    private static String neededFor(String price, String quantity) {
        return NEEDED_FOR.formatted(price, quantity, QUOTE.formatted(price, quantity));
    }
}
