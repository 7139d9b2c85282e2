package io.hft.backend.stream;

import io.hft.backend.orders.Order;
import io.hft.backend.orders.Orders;
import io.hft.backend.orders.web.OrderResponse;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Channel {@code orders}: an order's state behind the last event that is booked for it. Several events booked together are one state. */
@Component
final class OrderTable implements AccountTable {
    private final JdbcClient jdbc;
    private final Orders orders;
    private final Messages messages;

    OrderTable(JdbcClient jdbc, Orders orders, Messages messages) {
        this.jdbc = jdbc;
        this.orders = orders;
        this.messages = messages;
    }

    @Override
    public Channel channel() {
        return Channel.ORDERS;
    }

    @Override
    public List<AccountEvent> between(int shard, long after, long upTo, Collection<Long> userIds) {
        return jdbc
                .sql("""
                        select * from orders
                         where shard = ? and engine_sequence > ? and engine_sequence <= ? and user_id = any(?)
                         order by engine_sequence
                        """)
                .params(shard, after, upTo, userIds.toArray(Long[]::new))
                .query(Orders::order)
                .list()
                .stream()
                .map(this::event)
                .toList();
    }

    @Override
    public List<AccountEvent> of(long userId, int shard, long after, long upTo, int limit) {
        return jdbc.sql("""
                        select * from orders
                         where shard = ? and engine_sequence > ? and engine_sequence <= ? and user_id = ?
                         order by engine_sequence limit ?
                        """).params(shard, after, upTo, userId, limit).query(Orders::order).list().stream()
                .map(this::event)
                .toList();
    }

    @Override
    public Frame snapshot(long userId, int shard, long seq) {
        List<OrderResponse> open = orders.open(userId, null).stream()
                .filter(order -> order.shard() == shard)
                .map(OrderResponse::of)
                .toList();
        return messages.of(Channel.ORDERS, Messages.SNAPSHOT, seq, Fields.of("shard", shard, "orders", open));
    }

    private AccountEvent event(Order order) {
        Long sequence = order.engineSequence();
        if (sequence == null) {
            throw new IllegalStateException("order " + order.orderId() + " has no event");
        }
        return new AccountEvent(
                order.userId(),
                sequence,
                messages.of(
                        Channel.ORDERS,
                        Messages.UPDATE,
                        sequence,
                        Fields.of("shard", order.shard(), "order", OrderResponse.of(order))));
    }
}
