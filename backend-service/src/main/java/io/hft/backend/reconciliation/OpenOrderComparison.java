package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.EngineOpenOrders.Seen;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/** One round of {@link OpenOrderCheck}: the engine's list laid over the database's open orders, of one moment, both by id. */
final class OpenOrderComparison {
    /** An acceptance takes moments; an order under an id that somebody else uses is rejected after some seconds. */
    private static final String ACCEPTANCE_OVERDUE = "created_at < now() - interval '30 seconds' as overdue";

    private static final String COLUMNS =
            "order_id, user_id, symbol, side, status, price, quantity, cumulative_quantity," + " engine_sequence, "
                    + ACCEPTANCE_OVERDUE;
    private static final String OPEN = "select " + COLUMNS + " from orders where symbol = ?"
            + " and status in ('PENDING_NEW', 'NEW', 'PENDING_TRIGGER', 'PARTIALLY_FILLED') order by order_id";
    private static final int LOOK_UP = 5_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;

    OpenOrderComparison(JdbcTemplate jdbc, TransactionTemplate snapshot) {
        this.jdbc = jdbc;
        this.snapshot = snapshot;
    }

    /**
     * A difference of one order.
     *
     * @param certain nothing was booked for the order since the engine showed it
     */
    record Difference(Kind kind, long orderId, boolean certain, String expected, String found) {}

    /**
     * @param cursor up to where the database's state is booked
     * @param compared open orders of the database
     * @param foreign orders that were not placed through the exchange
     */
    record Result(long cursor, long compared, long foreign, List<Difference> differences) {}

    private record Row(
            long orderId,
            long userId,
            String symbol,
            String status,
            String terms,
            @Nullable Long engineSequence,
            boolean overdue) {
        boolean isPending() {
            return status.equals("PENDING_NEW");
        }

        /** Whether all that the engine may have shown of it at {@code asOf} is booked, and nothing later. */
        boolean isUnchangedSince(long asOf) {
            return engineSequence == null ? overdue : engineSequence <= asOf;
        }
    }

    Result compare(int shard, String symbol, EngineOpenOrders listed) {
        Result result = snapshot.execute(status -> compareWithin(shard, symbol, listed));
        if (result == null) {
            throw new IllegalStateException("a comparison has a result");
        }
        return result;
    }

    private Result compareWithin(int shard, String symbol, EngineOpenOrders listed) {
        long cursor =
                jdbc.queryForList("select sequence from settlement_cursors where shard = ?", Long.class, shard).stream()
                        .findFirst()
                        .orElse(0L);
        Merge merge = new Merge(listed);
        jdbc.query(OPEN, (RowCallbackHandler) row -> merge.take(row(row)), symbol);
        merge.end();
        List<Difference> differences = merge.differences;
        long foreign = 0;
        for (int from = 0; from < merge.engineOnly.size(); from += LOOK_UP) {
            List<Seen> some = merge.engineOnly.subList(from, Math.min(from + LOOK_UP, merge.engineOnly.size()));
            foreign += lookUp(symbol, some, listed, differences);
        }
        return new Result(cursor, merge.compared, foreign, differences);
    }

    /** Orders of the engine that the database does not think open. Returns how many of them are not of this exchange. */
    private long lookUp(String symbol, List<Seen> some, EngineOpenOrders listed, List<Difference> differences) {
        Map<Long, Row> rows = new HashMap<>();
        jdbc.query(
                "select " + COLUMNS + " from orders where order_id = any(?)",
                row -> {
                    Row order = row(row);
                    rows.put(order.orderId(), order);
                },
                (Object) some.stream().map(Seen::orderId).toArray(Long[]::new));
        Set<Long> users = users(some.stream().map(Seen::accountId).collect(Collectors.toSet()));
        long foreign = 0;
        for (Seen seen : some) {
            Row row = rows.get(seen.orderId());
            if (row == null && users.contains(seen.accountId())) {
                differences.add(new Difference(
                        Kind.ORDER_NOT_IN_DATABASE,
                        seen.orderId(),
                        true,
                        listed.terms(seen.orderId()),
                        "no such order"));
            } else if (row == null || isSomebodyElses(row, seen, symbol)) {
                foreign++;
            } else if (row.isUnchangedSince(seen.asOf())) {
                differences.add(new Difference(
                        Kind.ORDER_NOT_OPEN_IN_DATABASE,
                        seen.orderId(),
                        true,
                        listed.terms(seen.orderId()),
                        row.terms()));
            }
        }
        return foreign;
    }

    /** Somebody has entered an order under this id past the exchange; ours was rejected for it, and has no event of its own. */
    private static boolean isSomebodyElses(Row row, Seen seen, String symbol) {
        return row.engineSequence() == null
                || row.userId() != seen.accountId()
                || !row.symbol().equals(symbol);
    }

    private Set<Long> users(Set<Long> ids) {
        return new HashSet<>(jdbc.queryForList(
                "select user_id from users where user_id = any(?)", Long.class, (Object) ids.toArray(Long[]::new)));
    }

    private static Row row(ResultSet row) throws SQLException {
        BigDecimal quantity = row.getBigDecimal("quantity");
        BigDecimal cumulative = row.getBigDecimal("cumulative_quantity");
        String terms = OrderTerms.text(
                row.getLong("user_id"),
                row.getString("side"),
                row.getString("status"),
                row.getBigDecimal("price"),
                quantity,
                cumulative,
                quantity.subtract(cumulative));
        return new Row(
                row.getLong("order_id"),
                row.getLong("user_id"),
                row.getString("symbol"),
                row.getString("status"),
                terms,
                row.getObject("engine_sequence", Long.class),
                row.getBoolean("overdue"));
    }

    /** Walks both lists side by side; the database's comes row by row. */
    private static final class Merge {
        private final EngineOpenOrders listed;
        private final List<Seen> engine;
        private final List<Difference> differences = new ArrayList<>();
        private final List<Seen> engineOnly = new ArrayList<>();
        private int next;
        private long compared;

        Merge(EngineOpenOrders listed) {
            this.listed = listed;
            this.engine = listed.byId();
        }

        void take(Row row) {
            compared++;
            while (next < engine.size() && engine.get(next).orderId() < row.orderId()) {
                engineOnly.add(engine.get(next++));
            }
            if (next < engine.size() && engine.get(next).orderId() == row.orderId()) {
                both(row, engine.get(next++));
            } else if (!row.isPending()) {
                differences.add(new Difference(
                        Kind.ORDER_NOT_OPEN_IN_ENGINE,
                        row.orderId(),
                        row.isUnchangedSince(listed.firstAsOf()),
                        "not open",
                        row.terms()));
            }
        }

        void end() {
            engineOnly.addAll(engine.subList(next, engine.size()));
        }

        private void both(Row row, Seen seen) {
            if (OrderTerms.hash(row.terms()) == seen.termsHash()) {
                return;
            }
            boolean somebodyElses = row.isPending() && row.userId() != seen.accountId();
            if (!somebodyElses) {
                differences.add(new Difference(
                        row.isPending() ? Kind.ORDER_NOT_OPEN_IN_DATABASE : Kind.ORDER_STATE,
                        row.orderId(),
                        row.isUnchangedSince(seen.asOf()),
                        listed.terms(row.orderId()),
                        row.terms()));
            }
        }
    }
}
