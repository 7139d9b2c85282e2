package io.hft.backend.orders;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Replacement;
import io.hft.backend.engine.SelfTradePrevention;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads orders. A user's orders are found under that user only. */
@Component
public class Orders {
    private final JdbcClient jdbc;

    public Orders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Order> find(long userId, long orderId) {
        return jdbc.sql("select * from orders where order_id = ? and user_id = ?")
                .params(orderId, userId)
                .query(Orders::order)
                .optional();
    }

    /** Whosever it is; for the parts of the exchange, not for callers from outside. */
    Optional<Order> find(long orderId) {
        return jdbc.sql("select * from orders where order_id = ?")
                .param(orderId)
                .query(Orders::order)
                .optional();
    }

    /** Whosever they are, by id. */
    Map<Long, Order> findAll(Collection<Long> orderIds) {
        return orderIds.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("select * from orders where order_id = any(?)")
                        .param(orderIds.toArray(Long[]::new))
                        .query(Orders::order)
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Order::orderId, order -> order));
    }

    /** Orders of a shard that wait for the engine's answer for at least that long, oldest first. */
    List<Order> pending(int shard, Duration age, int limit) {
        return jdbc.sql("""
                        select * from orders
                        where status = 'PENDING_NEW' and shard = ? and created_at <= now() - ? * interval '1 millisecond'
                        order by order_id limit ?
                        """)
                .params(shard, age.toMillis(), limit)
                .query(Orders::order)
                .list();
    }

    /** How many orders wait for the engine's answer. */
    public long countPending() {
        return jdbc.sql("select count(*) from orders where status = 'PENDING_NEW'")
                .query(Long.class)
                .single();
    }

    /**
     * Orders of a user that are not done, oldest first; those that wait for the engine's answer included.
     *
     * @param symbol null for all markets
     */
    public List<Order> open(long userId, @Nullable String symbol) {
        return jdbc.sql("""
                        select * from orders
                        where user_id = :user and (:symbol::text is null or symbol = :symbol::text)
                          and status in ('PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED')
                        order by order_id
                        """)
                .param("user", userId)
                .param("symbol", symbol)
                .query(Orders::order)
                .list();
    }

    /** A user's order by the name that the user gave it. */
    public Optional<Order> findByClientOrderId(long userId, String clientOrderId) {
        return jdbc.sql("select * from orders where user_id = ? and client_order_id = ?")
                .params(userId, clientOrderId)
                .query(Orders::order)
                .optional();
    }

    /**
     * A page of a user's orders, newest first.
     *
     * @param before only orders with a smaller id; null for the first page
     */
    public List<Order> page(long userId, OrderFilter filter, @Nullable Long before, int limit) {
        Conditions where = new Conditions()
                .and("user_id = ?", userId)
                .and("symbol = ?", filter.symbol())
                .and(
                        "status = ?",
                        filter.status() == null ? null : filter.status().name())
                .and("side = ?", filter.side() == null ? null : filter.side().name())
                .and("created_at >= ?", filter.from() == null ? null : Timestamp.from(filter.from()))
                .and("created_at < ?", filter.to() == null ? null : Timestamp.from(filter.to()))
                .and("order_id < ?", before);
        if (filter.openOnly()) {
            where.and("status in ('PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED')");
        }
        return jdbc.sql("select * from orders" + where.sql() + " order by order_id desc limit " + limit)
                .params(where.values())
                .query(Orders::order)
                .list();
    }

    /** Maps a row of {@code orders}. */
    public static Order order(ResultSet row, int number) throws SQLException {
        return new Order(
                row.getLong("order_id"),
                row.getLong("user_id"),
                row.getString("client_order_id"),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                OrderType.valueOf(row.getString("type")),
                TimeInForce.valueOf(row.getString("time_in_force")),
                row.getBigDecimal("price"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("quote_quantity"),
                terms(row),
                replacing(row),
                row.getBigDecimal("cumulative_quantity"),
                row.getBigDecimal("cumulative_quote"),
                row.getBigDecimal("notional"),
                row.getBigDecimal("cumulative_fee"),
                OrderStatus.valueOf(row.getString("status")),
                row.getString("reject_reason"),
                row.getBigDecimal("held"),
                row.getInt("shard"),
                row.getObject("engine_sequence", Long.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static OrderTerms terms(ResultSet row) throws SQLException {
        OffsetDateTime expireAt = row.getObject("expire_at", OffsetDateTime.class);
        return new OrderTerms(
                row.getBigDecimal("stop_price"),
                row.getBigDecimal("display_quantity"),
                expireAt == null ? null : expireAt.toInstant(),
                row.getBoolean("post_only"),
                SelfTradePrevention.valueOf(row.getString("self_trade_prevention")));
    }

    private static @Nullable Replacement replacing(ResultSet row) throws SQLException {
        BigDecimal price = row.getBigDecimal("replace_price");
        return price == null
                ? null
                : new Replacement(
                        price,
                        row.getBigDecimal("replace_quantity"),
                        row.getBigDecimal("replace_stop_price"),
                        row.getBigDecimal("replace_display"));
    }
}
