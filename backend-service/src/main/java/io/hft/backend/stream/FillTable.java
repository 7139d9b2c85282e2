package io.hft.backend.stream;

import io.hft.backend.orders.Fill;
import io.hft.backend.orders.Fills;
import io.hft.backend.orders.web.FillResponse;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Channel {@code fills}: each fill of an account once, in the engine's order. */
@Component
final class FillTable implements AccountTable {
    private static final int IN_SNAPSHOT = 50;
    private static final String SELECT = "select f.*, o.client_order_id from fills f join orders o using (order_id) ";

    private final JdbcClient jdbc;
    private final Messages messages;

    FillTable(JdbcClient jdbc, Messages messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public Channel channel() {
        return Channel.FILLS;
    }

    @Override
    public List<AccountEvent> between(int shard, long after, long upTo, Collection<Long> userIds) {
        return jdbc
                .sql(SELECT + """
                        where f.shard = ? and f.sequence > ? and f.sequence <= ? and f.user_id = any(?)
                        order by f.sequence
                        """)
                .params(shard, after, upTo, userIds.toArray(Long[]::new))
                .query(Fills::fill)
                .list()
                .stream()
                .map(this::event)
                .toList();
    }

    @Override
    public List<AccountEvent> of(long userId, int shard, long after, long upTo, int limit) {
        return jdbc.sql(SELECT + """
                        where f.shard = ? and f.sequence > ? and f.sequence <= ? and f.user_id = ?
                        order by f.sequence limit ?
                        """).params(shard, after, upTo, userId, limit).query(Fills::fill).list().stream()
                .map(this::event)
                .toList();
    }

    @Override
    public Frame snapshot(long userId, int shard, long seq) {
        List<FillResponse> newest =
                jdbc
                        .sql(SELECT + """
                        where f.user_id = ? and f.shard = ? and f.sequence <= ?
                        order by f.executed_at desc, f.sequence desc limit ?
                        """)
                        .params(userId, shard, seq, IN_SNAPSHOT)
                        .query(Fills::fill)
                        .list()
                        .reversed()
                        .stream()
                        .map(FillResponse::of)
                        .toList();
        return messages.of(Channel.FILLS, Messages.SNAPSHOT, seq, Fields.of("shard", shard, "fills", newest));
    }

    private AccountEvent event(Fill fill) {
        return new AccountEvent(
                fill.userId(),
                fill.sequence(),
                messages.of(
                        Channel.FILLS,
                        Messages.UPDATE,
                        fill.sequence(),
                        Fields.of("shard", fill.shard(), "fill", FillResponse.of(fill))));
    }
}
