package io.hft.backend.settlement;

import io.hft.backend.orders.Order;
import io.hft.backend.orders.Orders;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of a batch: one query to load them, one batched statement to write each kind. On the settler's own connection. */
final class SettlementTables {
    /** Channel of the notifications; the payload is {@code shard:sequence}. */
    static final String CHANNEL = "hft_settled";

    private static final String UPDATE_ORDER = """
            update orders set price = ?, quantity = ?, cumulative_quantity = ?, cumulative_quote = ?, notional = ?,
                status = ?, reject_reason = ?, held = ?, engine_sequence = ?, updated_at = ?
            where order_id = ?
            """;
    private static final int[] ORDER_TYPES = {
        Types.NUMERIC,
        Types.NUMERIC,
        Types.NUMERIC,
        Types.NUMERIC,
        Types.NUMERIC,
        Types.VARCHAR,
        Types.VARCHAR,
        Types.NUMERIC,
        Types.BIGINT,
        Types.TIMESTAMP_WITH_TIMEZONE,
        Types.BIGINT
    };
    private static final String INSERT_FILL = """
            insert into fills (shard, sequence, trade_id, order_id, user_id, symbol, side, price, quantity, quote_amount,
                liquidity, executed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE_LAST_TRADE =
            "update instruments set last_trade_price = ?, last_trade_at = ? where symbol = ?";

    private final JdbcTemplate jdbc;

    SettlementTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    SettlementCursor cursor(int shard) {
        return jdbc
                .query(
                        "select sequence, fingerprint, diverged from settlement_cursors where shard = ?",
                        (row, number) -> new SettlementCursor(
                                row.getLong("sequence"), row.getBytes("fingerprint"), row.getString("diverged")),
                        shard)
                .stream()
                .findFirst()
                .orElse(SettlementCursor.BEFORE_THE_FIRST);
    }

    /**
     * The engine's log continues what is booked up to {@code sequence}.
     *
     * @param fingerprint of its event; null before the first
     */
    void confirm(int shard, long sequence, byte @Nullable [] fingerprint) {
        jdbc.update(
                "update settlement_cursors set fingerprint = ?, diverged = null where shard = ? and sequence = ?",
                fingerprint,
                shard,
                sequence);
    }

    void diverge(int shard, String reason) {
        jdbc.update("""
                insert into settlement_cursors (shard, sequence, diverged) values (?, 0, ?)
                on conflict (shard) do update set diverged = excluded.diverged
                """, shard, reason);
    }

    /** The next order's id is behind this one; stays so whatever becomes of the transaction. */
    void passOverOrderIds(long orderId) {
        jdbc.query("select setval('order_ids', ?) from order_ids where last_value < ?", row -> {}, orderId, orderId);
    }

    long shortfalls(int shard) {
        Long count = jdbc.queryForObject(
                "select count(*) from transfers where kind = 'SHORTFALL' and shard = ?", Long.class, shard);
        return count == null ? 0 : count;
    }

    /** Locks the cursor, so that two settlers could never book side by side. */
    long lockCursor(int shard) {
        jdbc.update("insert into settlement_cursors (shard, sequence) values (?, 0) on conflict do nothing", shard);
        Long cursor = jdbc.queryForObject(
                "select sequence from settlement_cursors where shard = ? for update", Long.class, shard);
        if (cursor == null) {
            throw new IllegalStateException("no settlement cursor for shard " + shard);
        }
        return cursor;
    }

    void moveCursor(int shard, long sequence, byte[] fingerprint) {
        jdbc.update(
                "update settlement_cursors set sequence = ?, fingerprint = ?, updated_at = now() where shard = ?",
                sequence,
                fingerprint,
                shard);
        jdbc.query("select pg_notify(?, ?)", row -> {}, CHANNEL, shard + ":" + sequence);
    }

    List<Order> lockOrders(Collection<Long> orderIds) {
        return jdbc.query(
                "select * from orders where order_id = any(?) order by order_id for no key update",
                Orders::order,
                (Object) orderIds.toArray(Long[]::new));
    }

    void updateOrders(Collection<BookedOrder> orders) {
        jdbc.batchUpdate(UPDATE_ORDER, orders.stream().map(BookedOrder::row).toList(), ORDER_TYPES);
    }

    void insertFills(List<Object[]> fills) {
        jdbc.batchUpdate(INSERT_FILL, fills);
    }

    void updateLastTrades(Map<String, LastTrade> trades) {
        jdbc.batchUpdate(
                UPDATE_LAST_TRADE,
                trades.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(trade -> new Object[] {
                            trade.getValue().price(),
                            Timestamp.from(trade.getValue().at()),
                            trade.getKey()
                        })
                        .toList());
    }

    /** What a symbol last traded at. */
    record LastTrade(java.math.BigDecimal price, Instant at) {}
}
