package io.hft.backend.portfolio;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what moved on a user's accounts, newest first. */
@Component
public class Statements {
    private final JdbcClient jdbc;

    Statements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param asset null for all
     * @param kind null for all
     * @param before only transfers with a smaller id
     */
    public List<StatementEntry> page(
            long userId, @Nullable String asset, @Nullable String kind, long before, int limit) {
        return jdbc.sql("""
                        select t.*, a.asset
                          from ledger_accounts a
                         cross join lateral (
                              (select transfer_id, kind, -amount as amount, debit_balance_after as after, trade_id,
                                      debit_order_id as order_id, created_at
                                 from transfers
                                where debit_account_id = a.account_id and transfer_id < :before
                                  and (:kind::text is null or kind = :kind::text)
                                order by transfer_id desc limit :limit)
                               union all
                              (select transfer_id, kind, amount, credit_balance_after, trade_id, credit_order_id, created_at
                                 from transfers
                                where credit_account_id = a.account_id and transfer_id < :before
                                  and (:kind::text is null or kind = :kind::text)
                                order by transfer_id desc limit :limit)) t
                         where a.owner_id = :user and (:asset::text is null or a.asset = :asset::text)
                         order by t.transfer_id desc
                         limit :limit
                        """)
                .param("user", userId)
                .param("asset", asset)
                .param("kind", kind)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> new StatementEntry(
                        row.getLong("transfer_id"),
                        row.getString("asset"),
                        row.getString("kind"),
                        row.getBigDecimal("amount"),
                        row.getBigDecimal("after"),
                        row.getObject("trade_id", Long.class),
                        row.getObject("order_id", Long.class),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
