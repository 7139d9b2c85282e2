package io.hft.backend.orders;

import io.hft.backend.engine.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads fills, a user's own only. */
@Component
public class Fills {
    private final JdbcClient jdbc;

    Fills(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A page, newest first.
     *
     * @param before only what stands behind this place; null for the first page
     */
    public List<Fill> page(long userId, FillFilter filter, Fill.@Nullable Place before, int limit) {
        Conditions where = new Conditions()
                .and("f.user_id = ?", userId)
                .and("f.symbol = ?", filter.symbol())
                .and("f.order_id = ?", filter.orderId())
                .and("f.side = ?", filter.side() == null ? null : filter.side().name())
                .and("f.executed_at >= ?", timestamp(filter.from()))
                .and("f.executed_at < ?", timestamp(filter.to()));
        if (before != null) {
            where.and(
                    "(f.executed_at, f.shard, f.sequence) < (?, ?, ?)",
                    Timestamp.from(before.executedAt()),
                    before.shard(),
                    before.sequence());
        }
        return jdbc.sql("select f.*, o.client_order_id from fills f join orders o using (order_id)" + where.sql()
                        + " order by f.executed_at desc, f.shard desc, f.sequence desc limit " + limit)
                .params(where.values())
                .query(Fills::fill)
                .list();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    /** Maps a row of {@code fills} with its order's {@code client_order_id}. */
    public static Fill fill(ResultSet row, int number) throws SQLException {
        return new Fill(
                row.getInt("shard"),
                row.getLong("sequence"),
                row.getLong("trade_id"),
                row.getLong("order_id"),
                row.getLong("user_id"),
                row.getString("client_order_id"),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                row.getBigDecimal("price"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("quote_amount"),
                row.getBigDecimal("fee"),
                row.getString("fee_asset"),
                row.getString("liquidity").equals("MAKER"),
                row.getObject("executed_at", OffsetDateTime.class).toInstant());
    }
}
