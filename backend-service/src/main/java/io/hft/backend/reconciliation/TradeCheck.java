package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import org.springframework.jdbc.core.JdbcTemplate;

/** Both sides of each trade: two fills, the maker's directly before the taker's, that say the same. */
final class TradeCheck {
    /**
     * A trade belongs to the range that its first fill is in. A side that the exchange did not place has no fill: then the trade's transfer
     * names one order only. That is looked up by the order first, and by the account where the order paid nothing.
     */
    private static final String TRADES = """
            with sides as (
                select trade_id, min(sequence) as first, count(*) as sides, count(distinct side) as kinds,
                       count(distinct price) as prices, count(distinct quantity) as quantities,
                       count(distinct quote_amount) as amounts, min(order_id) as order_id, min(user_id) as user_id,
                       string_agg(side || ' ' || trim_scale(quantity) || ' at ' || trim_scale(price) || ' for '
                           || trim_scale(quote_amount) || ' by order ' || order_id, ', ' order by sequence) as fills
                  from fills where shard = ? and sequence >= ? and sequence <= ? + 1
                 group by trade_id)
            select trade_id, first, fills from sides s
             where first > ? and first <= ?
               and case when sides = 2 then kinds <> 2 or prices <> 1 or quantities <> 1 or amounts <> 1
                        when sides > 2 then true
                        when exists (select 1 from transfers t
                                      where t.debit_order_id = s.order_id and t.shard = ? and t.trade_id = s.trade_id
                                        and t.credit_order_id is null and t.kind <> 'FEE') then false
                        else not exists (select 1 from ledger_accounts a join transfers t on t.credit_account_id = a.account_id
                                          where a.owner_id = s.user_id and t.shard = ? and t.trade_id = s.trade_id
                                            and t.debit_order_id is null)
                   end
             order by first limit
            """ + Findings.LISTED_MAX;

    private final JdbcTemplate jdbc;

    TradeCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Trades whose first fill is behind {@code from} and not behind {@code to}, which must be booked. */
    void check(int shard, long from, long to, Findings findings) {
        jdbc.query(
                TRADES,
                row -> {
                    findings.add(new Finding(
                            Kind.TRADE_SIDES,
                            shard,
                            row.getLong("first"),
                            "trade " + row.getLong("trade_id") + " (shard " + shard + ")",
                            "two sides of equal price, quantity and amount",
                            row.getString("fills")));
                },
                shard,
                from,
                to,
                from,
                to,
                shard,
                shard);
        Long fills = jdbc.queryForObject(
                "select count(*) from fills where shard = ? and sequence > ? and sequence <= ?",
                Long.class,
                shard,
                from,
                to);
        findings.count(Counter.FILLS, fills == null ? 0 : fills);
    }
}
