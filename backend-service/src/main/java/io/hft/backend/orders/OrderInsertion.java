package io.hft.backend.orders;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Inserts many orders in one statement; those whose client order id is taken are left out. */
final class OrderInsertion {
    private static final String INSERT = """
            insert into orders (order_id, user_id, client_order_id, symbol, side, type, time_in_force, price, quantity,
                quote_quantity, stop_price, display_quantity, expire_at, post_only, self_trade_prevention, status, held,
                maker_fee_bps, taker_fee_bps, shard)
            select o.order_id, o.user_id, o.client_order_id, o.symbol, o.side, o.type, o.time_in_force, o.price, o.quantity,
                o.quote_quantity, o.stop_price, o.display_quantity, o.expire_at, o.post_only, o.self_trade_prevention,
                'PENDING_NEW', o.held, o.maker_fee_bps, o.taker_fee_bps, o.shard
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[],
                    ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::timestamptz[], ?::boolean[], ?::text[],
                    ?::numeric[], ?::numeric[], ?::numeric[], ?::int[])
                as o (order_id, user_id, client_order_id, symbol, side, type, time_in_force, price, quantity, quote_quantity,
                    stop_price, display_quantity, expire_at, post_only, self_trade_prevention, held,
                    maker_fee_bps, taker_fee_bps, shard)
            order by o.user_id, o.client_order_id, o.order_id
            %s returning order_id, created_at
            """;
    /** Costs an order that has no name something, too. */
    private static final String INSERT_NAMED =
            INSERT.formatted("on conflict (user_id, client_order_id) where client_order_id is not null do nothing");

    private static final String INSERT_NAMELESS = INSERT.formatted("");

    /** Of the largest amount that a column keeps. */
    private static final int INTEGER_DIGITS = 30;

    private final JdbcTemplate jdbc;

    OrderInsertion(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An order with the id that it gets. */
    record Row(long orderId, PricedOrder priced) {
        /** Whether the database can keep what it would hold. Nobody has more. */
        boolean fits() {
            BigDecimal hold = priced.hold();
            return hold.precision() - hold.scale() <= INTEGER_DIGITS;
        }
    }

    /** Those that are inserted, by id. Inserts in the order of users and names, so that two callers never wait for each other in a circle. */
    Map<Long, Order> insert(List<Row> rows) {
        Map<Long, Order> inserted = new HashMap<>();
        if (rows.isEmpty()) {
            return inserted;
        }
        Object[] columns = {
            column(rows, Row::orderId, Long[]::new),
            column(rows, row -> row.priced().order().userId(), Long[]::new),
            column(rows, row -> row.priced().order().clientOrderId(), String[]::new),
            column(rows, row -> row.priced().order().symbol(), String[]::new),
            column(rows, row -> row.priced().order().side().name(), String[]::new),
            column(rows, row -> row.priced().order().type().name(), String[]::new),
            column(rows, row -> row.priced().order().timeInForce().name(), String[]::new),
            column(rows, row -> text(row.priced().price()), String[]::new),
            column(rows, row -> text(row.priced().quantity()), String[]::new),
            column(rows, row -> text(row.priced().order().quoteQuantity()), String[]::new),
            column(rows, row -> text(terms(row).stopPrice()), String[]::new),
            column(rows, row -> text(terms(row).displayQuantity()), String[]::new),
            column(rows, row -> text(terms(row).expireAt()), String[]::new),
            column(rows, row -> terms(row).postOnly(), Boolean[]::new),
            column(rows, row -> terms(row).selfTradePrevention().name(), String[]::new),
            column(rows, row -> text(row.priced().hold()), String[]::new),
            column(rows, row -> text(row.priced().rates().makerBps()), String[]::new),
            column(rows, row -> text(row.priced().rates().takerBps()), String[]::new),
            column(rows, row -> row.priced().instrument().shard(), Integer[]::new)
        };
        Map<Long, Row> wanted = new HashMap<>();
        rows.forEach(row -> wanted.put(row.orderId(), row));
        boolean named = rows.stream().anyMatch(row -> row.priced().order().clientOrderId() != null);
        jdbc.query(
                named ? INSERT_NAMED : INSERT_NAMELESS,
                result -> {
                    long orderId = result.getLong("order_id");
                    Instant createdAt =
                            result.getObject("created_at", OffsetDateTime.class).toInstant();
                    inserted.put(orderId, admitted(wanted.get(orderId), createdAt));
                },
                columns);
        return inserted;
    }

    /** Takes back what this transaction has inserted. */
    void remove(List<Long> orderIds) {
        if (!orderIds.isEmpty()) {
            jdbc.update("delete from orders where order_id = any(?)", (Object) orderIds.toArray(Long[]::new));
        }
    }

    /** As it would be read. */
    private static Order admitted(Row row, Instant createdAt) {
        PricedOrder priced = row.priced();
        NewOrder order = priced.order();
        return new Order(
                row.orderId(),
                order.userId(),
                order.clientOrderId(),
                order.symbol(),
                order.side(),
                order.type(),
                order.timeInForce(),
                priced.price(),
                priced.quantity(),
                order.quoteQuantity(),
                terms(row),
                null,
                Decimals.ZERO,
                Decimals.ZERO,
                BigDecimal.ZERO,
                Decimals.ZERO,
                OrderStatus.PENDING_NEW,
                null,
                priced.hold(),
                priced.instrument().shard(),
                null,
                createdAt,
                createdAt);
    }

    private static OrderTerms terms(Row row) {
        return row.priced().order().terms();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static <T> Object column(List<Row> rows, Function<Row, @Nullable T> value, IntFunction<T[]> array) {
        Stream<@Nullable T> values = rows.stream().map(value);
        return values.toArray(array);
    }
}
