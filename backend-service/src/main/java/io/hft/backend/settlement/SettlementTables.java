package io.hft.backend.settlement;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.RowBatch.Column;
import io.hft.backend.database.Statements;
import io.hft.backend.money.FeeRates;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.Orders;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of a batch: one query to load them, one statement to write each kind. On the settler's own connection. */
final class SettlementTables {
    /** Channel of the notifications; the payload is {@code shard:sequence}. */
    static final String CHANNEL = "hft_settled";

    private static final String LOCK_CURSOR = "select sequence from settlement_cursors where shard = ? for update";
    private static final String LOCK_ORDERS =
            "select * from orders where order_id = any(?) order by order_id for no key update";

    private static final String UPDATE_ORDERS = """
            update orders o
               set price = v.price, quantity = v.quantity, cumulative_quantity = v.cumulative_quantity,
                   cumulative_quote = v.cumulative_quote, notional = v.notional, fees_due = v.fees_due,
                   cumulative_fee = v.cumulative_fee, status = v.status, reject_reason = v.reject_reason, held = v.held,
                   engine_sequence = v.engine_sequence, updated_at = v.updated_at
              from unnest(%s) as v (order_id, price, quantity, cumulative_quantity, cumulative_quote, notional, fees_due,
                   cumulative_fee, status, reject_reason, held, engine_sequence, updated_at)
             where o.order_id = v.order_id
            """;
    private static final String UPDATE_REPLACED = """
            update orders set stop_price = ?, display_quantity = ?,
                (replace_price, replace_quantity, replace_stop_price, replace_display, replace_requested_at) = (
                    select o.replace_price, o.replace_quantity, o.replace_stop_price, o.replace_display, o.replace_requested_at
                    from orders o where o.order_id = orders.order_id and not ?)
            where order_id = ?
            """;
    private static final int[] REPLACED_TYPES = {Types.NUMERIC, Types.NUMERIC, Types.BOOLEAN, Types.BIGINT};
    private static final String INSERT_FILLS = """
            insert into fills (shard, sequence, trade_id, order_id, user_id, symbol, side, price, quantity, quote_amount,
                fee, fee_asset, liquidity, executed_at)
            select * from unnest(%s)
            """;
    private static final String UPDATE_LAST_TRADES = """
            update instruments i set last_trade_price = v.price, last_trade_at = v.at
              from unnest(%s) as v (symbol, price, at)
             where i.symbol = v.symbol
            """;
    private static final String PRICES_USD = """
            select a.symbol, coalesce(i.last_trade_price, a.reference_price_usd, i.reference_price, 0) as price
              from assets a
              left join instruments i on i.base_asset = a.symbol and i.quote_asset = 'USD'
             where a.symbol = any(?)
            """;

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

    /**
     * Locks the cursor, so that two settlers could never book side by side, and behind it the orders.
     *
     * @param into gets the orders, by id
     * @return the cursor
     */
    long lock(int shard, Collection<Long> orderIds, List<LockedOrder> into) {
        List<Long> cursor = new ArrayList<>();
        Statements statements = new Statements().query(LOCK_CURSOR, row -> cursor.add(row.getLong("sequence")), shard);
        if (!orderIds.isEmpty()) {
            statements.query(LOCK_ORDERS, row -> into.add(lockedOrder(row)), (Object) orderIds.toArray(Long[]::new));
        }
        statements.execute(jdbc);
        return cursor.isEmpty() ? firstCursor(shard) : cursor.getFirst();
    }

    private long firstCursor(int shard) {
        jdbc.update("insert into settlement_cursors (shard, sequence) values (?, 0) on conflict do nothing", shard);
        return jdbc.queryForList(LOCK_CURSOR, Long.class, shard).getFirst();
    }

    private static LockedOrder lockedOrder(ResultSet row) throws SQLException {
        return new LockedOrder(
                Orders.order(row, 0),
                new FeeRates(row.getBigDecimal("maker_fee_bps"), row.getBigDecimal("taker_fee_bps")),
                row.getBigDecimal("fees_due"));
    }

    /** Lets this transaction's commit wait for the disk. */
    static void awaitDisk(Statements statements) {
        statements.add("set local synchronous_commit = on");
    }

    static void moveCursor(Statements statements, int shard, long sequence, byte[] fingerprint) {
        statements
                .add(
                        "update settlement_cursors set sequence = ?, fingerprint = ?, updated_at = now() where shard = ?",
                        sequence,
                        fingerprint,
                        shard)
                .add("select pg_notify(?, ?)", CHANNEL, shard + ":" + sequence);
    }

    /** Sends what was put together; returns how many rows its first statement has changed. */
    int write(Statements statements) {
        return statements.execute(jdbc);
    }

    /**
     * An order as it is booked, with what only settlement needs of it.
     *
     * @param feesDue exact sum of the fees of its fills
     */
    record LockedOrder(Order order, FeeRates rates, BigDecimal feesDue) {}

    static void updateOrders(Statements statements, Collection<BookedOrder> orders) {
        RowBatch rows = new RowBatch(
                Column.BIGINT,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.TEXT,
                Column.TEXT,
                Column.NUMERIC,
                Column.BIGINT,
                Column.TIMESTAMPTZ);
        orders.forEach(order -> rows.add(order.row()));
        statements.add(rows, UPDATE_ORDERS);
    }

    /** What few events change: the further terms, and whether a replacement is still on its way. */
    void updateReplaced(Collection<BookedOrder> orders) {
        if (!orders.isEmpty()) {
            jdbc.batchUpdate(
                    UPDATE_REPLACED,
                    orders.stream().map(BookedOrder::replacedRow).toList(),
                    REPLACED_TYPES);
        }
    }

    static void insertFills(Statements statements, List<Object[]> fills) {
        RowBatch rows = new RowBatch(
                Column.INTEGER,
                Column.BIGINT,
                Column.BIGINT,
                Column.BIGINT,
                Column.BIGINT,
                Column.TEXT,
                Column.TEXT,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.NUMERIC,
                Column.TEXT,
                Column.TEXT,
                Column.TIMESTAMPTZ);
        fills.forEach(rows::add);
        statements.add(rows, INSERT_FILLS);
    }

    static void updateLastTrades(Statements statements, Map<String, LastTrade> trades) {
        RowBatch rows = new RowBatch(Column.TEXT, Column.NUMERIC, Column.TIMESTAMPTZ);
        trades.forEach((symbol, trade) -> rows.add(symbol, trade.price(), trade.at()));
        statements.add(rows, UPDATE_LAST_TRADES);
    }

    /** What assets are worth now: the last trade against USD, before the first one the reference price; zero where there is none. */
    Map<String, BigDecimal> pricesUsd(Collection<String> assets) {
        Map<String, BigDecimal> prices = new HashMap<>();
        if (!assets.isEmpty()) {
            jdbc.query(
                    PRICES_USD,
                    row -> {
                        prices.put(row.getString("symbol"), row.getBigDecimal("price"));
                    },
                    (Object) assets.toArray(String[]::new));
        }
        return prices;
    }

    /** What a symbol last traded at. */
    record LastTrade(BigDecimal price, Instant at) {}
}
