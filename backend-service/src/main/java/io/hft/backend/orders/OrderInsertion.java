package io.hft.backend.orders;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.RowBatch.Column;
import io.hft.backend.database.Statements;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the keys of many requests and inserts their orders, in one statement: a round trip costs about as much as a dozen orders in it. Orders of a
 * request whose key is taken are left out, so are those whose client order id is taken. Keys and orders are inserted in the order of users
 * and names, so that two callers never wait for each other in a circle.
 */
final class OrderInsertion {
    private static final String INSERT = """
            with o as materialized (
                select nextval('order_ids') as order_id, u.* from unnest(%%s) as u (position, request, user_id, client_order_id,
                    symbol, side, type, time_in_force, price, quantity, quote_quantity, stop_price, display_quantity, expire_at,
                    post_only, self_trade_prevention, held, maker_fee_bps, taker_fee_bps, shard)),
            k as materialized (select u.* from unnest(%%s) as u (request, alone, user_id, scope, key, fingerprint)),
            c as (%s),
            t as materialized (select k.request, c.request_id from c join k using (user_id, scope, key)),
            i as (
                insert into orders (order_id, user_id, client_order_id, symbol, side, type, time_in_force, price, quantity,
                    quote_quantity, stop_price, display_quantity, expire_at, post_only, self_trade_prevention, status, held,
                    maker_fee_bps, taker_fee_bps, shard)
                select o.order_id, o.user_id, o.client_order_id, o.symbol, o.side, o.type, o.time_in_force, o.price, o.quantity,
                    o.quote_quantity, o.stop_price, o.display_quantity, o.expire_at, o.post_only, o.self_trade_prevention,
                    'PENDING_NEW', o.held, o.maker_fee_bps, o.taker_fee_bps, o.shard
                  from o
                 where o.request is null or o.request in (select t.request from t)
                 order by o.user_id, o.client_order_id, o.order_id
                %s
                returning order_id, created_at)
            select null::integer as request, o.position, o.order_id as id, i.created_at from i join o using (order_id)
            union all
            select t.request, null, t.request_id, null from t
            """;

    private static final String CLAIM = IdempotentRequests.claimAll(
            "k left join o on k.alone and o.request = k.request",
            "k.user_id, k.scope, k.key, k.fingerprint, o.order_id");

    /** Costs an order that has no name something, too. */
    private static final String INSERT_NAMED = INSERT.formatted(
            CLAIM, "on conflict (user_id, client_order_id) where client_order_id is not null do nothing");

    private static final String INSERT_NAMELESS = INSERT.formatted(CLAIM, "");

    /** Of the largest amount that a column keeps. */
    private static final int INTEGER_DIGITS = 30;

    private final RowBatch orders = new RowBatch(
            Column.INTEGER,
            Column.INTEGER,
            Column.BIGINT,
            Column.TEXT,
            Column.TEXT,
            Column.TEXT,
            Column.TEXT,
            Column.TEXT,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.TIMESTAMPTZ,
            Column.BOOLEAN,
            Column.TEXT,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.NUMERIC,
            Column.INTEGER);
    private final RowBatch keys =
            new RowBatch(Column.INTEGER, Column.BOOLEAN, Column.BIGINT, Column.TEXT, Column.TEXT, Column.BYTEA);
    private final Map<Integer, PricedOrder> wanted = new HashMap<>();
    private final Map<Integer, Order> inserted = new HashMap<>();
    private final Map<Integer, Long> taken = new HashMap<>();
    private boolean named;

    /** Whether the database can keep what an order would hold. Nobody has more. */
    static boolean fits(PricedOrder order) {
        BigDecimal hold = order.hold();
        return hold.precision() - hold.scale() <= INTEGER_DIGITS;
    }

    /**
     * @param request a number for it
     * @param alone whether it has exactly one order, which its key is for
     */
    void claim(int request, boolean alone, IdempotencyClaim claim) {
        keys.add(
                request,
                alone,
                claim.userId(),
                claim.scope(),
                claim.key(),
                claim.fingerprint().bytes());
    }

    /**
     * @param position a number for it
     * @param request whose key has to be free; null when there is none
     * @param priced one that {@link #fits}
     */
    void add(int position, @Nullable Integer request, PricedOrder priced) {
        NewOrder order = priced.order();
        OrderTerms terms = order.terms();
        wanted.put(position, priced);
        named |= order.clientOrderId() != null;
        orders.add(
                position,
                request,
                order.userId(),
                order.clientOrderId(),
                order.symbol(),
                order.side().name(),
                order.type().name(),
                order.timeInForce().name(),
                priced.price(),
                priced.quantity(),
                order.quoteQuantity(),
                terms.stopPrice(),
                terms.displayQuantity(),
                terms.expireAt(),
                terms.postOnly(),
                terms.selfTradePrevention().name(),
                priced.hold(),
                priced.rates().makerBps(),
                priced.rates().takerBps(),
                priced.instrument().shard());
    }

    void send(Statements statements) {
        statements.query(List.of(orders, keys), named ? INSERT_NAMED : INSERT_NAMELESS, row -> {
            Integer request = row.getObject("request", Integer.class);
            if (request != null) {
                taken.put(request, row.getLong("id"));
            } else {
                int position = row.getInt("position");
                Instant createdAt =
                        row.getObject("created_at", OffsetDateTime.class).toInstant();
                inserted.put(position, admitted(row.getLong("id"), wanted.get(position), createdAt));
            }
        });
    }

    /** The orders that are inserted, by position. */
    Map<Integer, Order> inserted() {
        return inserted;
    }

    /** The ids of the requests whose keys are taken now, by request. */
    Map<Integer, Long> taken() {
        return taken;
    }

    /** Takes back what this transaction has inserted. */
    static void remove(List<Order> orders, Statements statements) {
        if (!orders.isEmpty()) {
            statements.add("delete from orders where order_id = any(?)", (Object)
                    orders.stream().map(Order::orderId).toArray(Long[]::new));
        }
    }

    /** As it would be read. */
    private static Order admitted(long orderId, PricedOrder priced, Instant createdAt) {
        NewOrder order = priced.order();
        return new Order(
                orderId,
                order.userId(),
                order.clientOrderId(),
                order.symbol(),
                order.side(),
                order.type(),
                order.timeInForce(),
                priced.price(),
                priced.quantity(),
                order.quoteQuantity(),
                order.terms(),
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
}
