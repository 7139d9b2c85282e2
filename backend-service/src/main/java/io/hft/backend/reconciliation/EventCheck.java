package io.hft.backend.reconciliation;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lays a piece of the engine's stream, booked already, over what is booked: a fill under the number of each side of a trade that is ours, no
 * fill under any other, and no order whose last booked event is older than its last event.
 */
final class EventCheck {
    /** An order that was not accepted after so long has lost its acceptance; and clocks of two machines may differ by less. */
    private static final Duration OVERDUE = Duration.ofSeconds(30);

    private final JdbcTemplate jdbc;

    EventCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(
            long orderId,
            long userId,
            String symbol,
            String side,
            String status,
            @Nullable Long engineSequence,
            Instant createdAt,
            Instant now) {
        private boolean isFinal() {
            return Set.of("FILLED", "CANCELED", "REJECTED", "EXPIRED").contains(status);
        }

        /** Whether the event is of this order, and not of another one that somebody entered under its id. */
        boolean owns(ExecutionReport event) {
            boolean belongs = event.accountId() == userId
                    && event.symbol().equals(symbol)
                    && event.side() != null
                    && event.side().name().equals(side);
            if (!belongs || engineSequence != null) {
                return belongs;
            }
            return !isFinal()
                    && createdAt.plus(OVERDUE).isBefore(now)
                    && event.timestamp().isAfter(createdAt.minus(OVERDUE));
        }
    }

    private record Fill(long sequence, long tradeId, long orderId, BigDecimal price, BigDecimal quantity) {
        boolean isOf(ExecutionReport event) {
            return event.type() == Type.TRADE
                    && event.orderId() == orderId
                    && event.tradeId() == tradeId
                    && event.lastPrice() != null
                    && event.lastPrice().compareTo(price) == 0
                    && event.lastQuantity() != null
                    && event.lastQuantity().compareTo(quantity) == 0;
        }

        String text() {
            return "fill of order " + orderId + " by trade " + tradeId + ": " + OrderTerms.plain(quantity) + " at "
                    + OrderTerms.plain(price);
        }
    }

    private record Side(long orderId, long tradeId) {}

    /**
     * @param events behind {@code before}, contiguous, all booked
     * @return the last sequence
     */
    long check(int shard, long before, List<ExecutionReport> events, Findings findings) {
        findings.count(Counter.EVENTS, events.size());
        long last = contiguous(shard, before, events, findings);
        Map<Long, Row> rows = rows(events);
        TreeMap<Long, Fill> fills = fills(shard, before, last);
        Map<Long, ExecutionReport> latest = new HashMap<>();
        Map<Long, Long> owners = new HashMap<>();
        Set<Side> named = new HashSet<>();
        for (ExecutionReport event : events) {
            owners.put(event.sequence(), event.orderId());
            Row row = event.type() == Type.OTHER ? null : rows.get(event.orderId());
            if (row == null || !row.owns(event)) {
                continue;
            }
            latest.put(event.orderId(), event);
            if (event.type() == Type.TRADE) {
                Fill fill = fills.get(event.sequence());
                if (fill != null && fill.isOf(event)) {
                    fills.remove(event.sequence());
                } else {
                    named.add(new Side(event.orderId(), event.tradeId()));
                    misplaced(shard, event, fill, findings);
                }
            }
        }
        fills.values().stream()
                .filter(fill -> !named.contains(new Side(fill.orderId(), fill.tradeId())))
                .forEach(fill -> surplus(shard, fill, findings));
        latest.values().forEach(event -> lastBooked(shard, last, event, rows.get(event.orderId()), owners, findings));
        return last;
    }

    private static long contiguous(int shard, long before, List<ExecutionReport> events, Findings findings) {
        long expected = before + 1;
        for (ExecutionReport event : events) {
            if (event.sequence() != expected) {
                findings.add(new Finding(
                        Kind.EVENT_GAP,
                        shard,
                        expected,
                        "event " + expected + " of shard " + shard,
                        "event " + expected + " comes next",
                        "the engine sends event " + event.sequence()));
            }
            expected = event.sequence() + 1;
        }
        return expected - 1;
    }

    /** A side of a trade without its fill under its own number. */
    private void misplaced(int shard, ExecutionReport event, @Nullable Fill there, Findings findings) {
        List<Long> elsewhere = sequences(shard, event.orderId(), event.tradeId());
        elsewhere.remove(event.sequence());
        String expected = text(event);
        if (elsewhere.isEmpty()) {
            findings.add(new Finding(
                    Kind.EVENT_LOST,
                    shard,
                    event.sequence(),
                    subject(shard, event.sequence()),
                    expected,
                    there == null ? "not booked" : there.text()));
        } else {
            findings.add(new Finding(
                    Kind.EVENT_REORDERED,
                    shard,
                    event.sequence(),
                    subject(shard, event.sequence()),
                    expected,
                    "booked as event " + elsewhere.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
    }

    /** A fill under a number that is not a trade of its order. */
    private void surplus(int shard, Fill fill, Findings findings) {
        List<Long> all = sequences(shard, fill.orderId(), fill.tradeId());
        findings.add(new Finding(
                all.size() > 1 ? Kind.EVENT_DOUBLED : Kind.EVENT_UNKNOWN,
                shard,
                fill.sequence(),
                subject(shard, fill.sequence()),
                all.size() > 1 ? "this trade once" : "no such trade",
                fill.text() + ", booked as event "
                        + all.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** @param owners whose event each number of the piece is */
    private static void lastBooked(
            int shard, long last, ExecutionReport event, @Nullable Row row, Map<Long, Long> owners, Findings findings) {
        long booked = Objects.requireNonNull(row).engineSequence() == null ? 0 : row.engineSequence();
        if (booked == event.sequence() || booked > last) {
            return;
        }
        Long owner = owners.get(booked);
        boolean underAnothersNumber = owner != null && owner != row.orderId();
        String subject = subject(shard, event.sequence());
        boolean named = findings.isFound(new Finding.Key(Kind.EVENT_REORDERED, shard, event.sequence(), subject))
                || findings.isFound(new Finding.Key(Kind.EVENT_LOST, shard, event.sequence(), subject));
        if (!named) {
            findings.add(new Finding(
                    underAnothersNumber ? Kind.EVENT_REORDERED : Kind.EVENT_LOST,
                    shard,
                    event.sequence(),
                    subject,
                    text(event),
                    "order " + row.orderId() + " is " + row.status() + " as of event " + booked));
        }
    }

    private Map<Long, Row> rows(List<ExecutionReport> events) {
        Long[] ids = events.stream()
                .filter(event -> event.type() != Type.OTHER)
                .map(ExecutionReport::orderId)
                .distinct()
                .toArray(Long[]::new);
        Map<Long, Row> rows = new HashMap<>();
        jdbc.query(
                "select order_id, user_id, symbol, side, status, engine_sequence, created_at, now() as now from orders"
                        + " where order_id = any(?)",
                row -> {
                    rows.put(
                            row.getLong("order_id"),
                            new Row(
                                    row.getLong("order_id"),
                                    row.getLong("user_id"),
                                    row.getString("symbol"),
                                    row.getString("side"),
                                    row.getString("status"),
                                    row.getObject("engine_sequence", Long.class),
                                    row.getObject("created_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getObject("now", OffsetDateTime.class).toInstant()));
                },
                (Object) ids);
        return rows;
    }

    private TreeMap<Long, Fill> fills(int shard, long before, long last) {
        TreeMap<Long, Fill> fills = new TreeMap<>();
        jdbc.query(
                "select sequence, trade_id, order_id, price, quantity from fills"
                        + " where shard = ? and sequence > ? and sequence <= ?",
                row -> {
                    fills.put(
                            row.getLong("sequence"),
                            new Fill(
                                    row.getLong("sequence"),
                                    row.getLong("trade_id"),
                                    row.getLong("order_id"),
                                    row.getBigDecimal("price"),
                                    row.getBigDecimal("quantity")));
                },
                shard,
                before,
                last);
        return fills;
    }

    private List<Long> sequences(int shard, long orderId, long tradeId) {
        return jdbc.queryForList(
                "select sequence from fills where order_id = ? and trade_id = ? and shard = ? order by sequence",
                Long.class,
                orderId,
                tradeId,
                shard);
    }

    private static String subject(int shard, long sequence) {
        return "event " + sequence + " of shard " + shard;
    }

    private static String text(ExecutionReport event) {
        String of = event.type() + " of order " + event.orderId();
        return event.lastPrice() == null || event.lastQuantity() == null || event.type() != Type.TRADE
                ? of
                : of + " by trade " + event.tradeId() + ": " + OrderTerms.plain(event.lastQuantity()) + " at "
                        + OrderTerms.plain(event.lastPrice());
    }
}
