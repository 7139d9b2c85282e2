package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Check;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Orders against their own fills, some at a time. Every statement sees one moment, in which they have to agree. */
final class FillCheck {
    private static final String COMPARED = """
            select o.order_id, o.symbol, o.status, o.quantity, o.cumulative_quantity, o.cumulative_quote,
                   o.cumulative_fee, o.held, f.quantity as filled, f.quote as paid, f.fee as charged, t.fee as fee_paid
              from (%s) o
             cross join lateral (
                  select coalesce(sum(quantity), 0) as quantity, coalesce(sum(quote_amount), 0) as quote,
                         coalesce(sum(fee), 0) as fee
                    from fills where fills.order_id = o.order_id) f
             cross join lateral (
                  select coalesce(sum(amount), 0) as fee
                    from transfers where debit_order_id = o.order_id and kind = 'FEE' and o.cumulative_fee > 0) t
             where o.cumulative_fee <> f.fee or o.cumulative_fee <> ceil(o.fees_due * 100000000) * 0.00000001
                or o.cumulative_fee <> t.fee and not exists (
                       select 1 from transfers s join fills l on l.shard = s.shard and l.trade_id = s.trade_id
                        where s.kind = 'SHORTFALL' and l.order_id = o.order_id)
                or o.cumulative_quantity <> f.quantity or o.cumulative_quote <> f.quote
                or o.status = 'FILLED' and o.cumulative_quantity <> o.quantity
                or o.status in ('FILLED', 'CANCELED', 'REJECTED', 'EXPIRED') and o.held <> 0
             order by o.order_id limit
            """ + Findings.LISTED_MAX;

    private static final String NEXT = "select * from orders where order_id > ? order by order_id limit ?";
    private static final String THESE = "select * from orders where order_id = any(?)";
    private static final String JUST_FILLED =
            "select * from orders where order_id in (select order_id from fills where shard = ? and sequence > ? and sequence <= ?)";

    private final JdbcTemplate jdbc;

    FillCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Compares some orders. Returns the last one, 0 when there was none behind {@code after}. */
    long next(long after, int limit, Findings findings) {
        Long last = jdbc.queryForObject("select max(order_id) from (" + NEXT + ") o", Long.class, after, limit);
        if (last == null) {
            return 0;
        }
        compare(NEXT, findings, after, limit);
        findings.count(Counter.ORDERS, limit);
        return last;
    }

    /** Compares the orders that were filled by these events. */
    void filledBy(int shard, long from, long to, Findings findings) {
        compare(JUST_FILLED, findings, shard, from, to);
    }

    void again(Collection<Long> orderIds, Findings findings) {
        compare(THESE, findings, (Object) orderIds.toArray(Long[]::new));
    }

    void all(int rowsPerStep, Findings findings, Deadline deadline) {
        long last = 0;
        do {
            if (deadline.isPassed() || findings.isFull()) {
                findings.skip(Check.FILLS, "fills: " + Deadline.PASSED);
                return;
            }
            last = next(last, rowsPerStep, findings);
        } while (last != 0);
        findings.whole(Check.FILLS);
    }

    private void compare(String orders, Findings findings, Object... parameters) {
        jdbc.query(COMPARED.formatted(orders), (RowCallbackHandler) row -> take(row, findings), parameters);
    }

    private static void take(ResultSet row, Findings findings) throws SQLException {
        String status = row.getString("status");
        BigDecimal filled = row.getBigDecimal("filled");
        findings.add(new Finding(
                Kind.ORDER_FILLS,
                0,
                row.getLong("order_id"),
                "order " + row.getLong("order_id") + " (" + row.getString("symbol") + ")",
                "cumulative " + OrderTerms.plain(filled) + " for " + OrderTerms.plain(row.getBigDecimal("paid"))
                        + fee(row.getBigDecimal("charged"), row.getBigDecimal("fee_paid")),
                "cumulative " + OrderTerms.plain(row.getBigDecimal("cumulative_quantity")) + " for "
                        + OrderTerms.plain(row.getBigDecimal("cumulative_quote"))
                        + fee(row.getBigDecimal("cumulative_fee"), row.getBigDecimal("cumulative_fee")) + ", " + status
                        + " of "
                        + OrderTerms.plain(row.getBigDecimal("quantity")) + ", holds "
                        + OrderTerms.plain(row.getBigDecimal("held"))));
    }

    /** Nothing where there is none. */
    private static String fee(BigDecimal charged, BigDecimal paid) {
        if (charged.signum() == 0 && paid.signum() == 0) {
            return "";
        }
        return charged.compareTo(paid) == 0
                ? " and a fee of " + OrderTerms.plain(charged)
                : " and a fee of " + OrderTerms.plain(charged) + ", paid " + OrderTerms.plain(paid);
    }
}
