package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineOrder;
import io.hft.backend.engine.EngineOrders;
import io.hft.backend.orders.OrderOutcomes;
import io.hft.backend.reconciliation.Drift.Check;
import io.hft.backend.reconciliation.Drift.Kind;
import io.hft.backend.reconciliation.Findings.Counter;
import io.hft.backend.reconciliation.OpenOrderComparison.Difference;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares a symbol's open orders, in rounds. Each round lists the engine's, waits until all that it showed is booked, and lays the database's
 * over them. An order whose last booked event is not behind the event as of which the engine showed it must be equal on both sides;
 * any other has changed since, and says nothing. What differs is reported when a second round finds it again, so that nothing that is
 * merely on its way is reported, and nothing that stays is missed.
 */
final class OpenOrderCheck {
    private static final int ROUNDS = 5;
    private static final int SUSPECTS_MAX = 2 * Findings.LISTED_MAX;

    private final OpenOrderComparison comparison;
    private final EngineOrders engine;
    private final OrderOutcomes outcomes;
    private final Duration drainTimeout;

    /** @param snapshot transactions that see one moment */
    OpenOrderCheck(
            JdbcTemplate jdbc,
            TransactionTemplate snapshot,
            EngineOrders engine,
            OrderOutcomes outcomes,
            Duration drainTimeout) {
        this.comparison = new OpenOrderComparison(jdbc, snapshot);
        this.engine = engine;
        this.outcomes = outcomes;
        this.drainTimeout = drainTimeout;
    }

    /** @throws io.hft.backend.engine.EngineUnavailable when the engine does not answer */
    void check(int shard, String symbol, Findings findings) throws InterruptedException {
        Set<Long> suspects = new HashSet<>();
        for (int round = 0; round < ROUNDS && (round == 0 || !suspects.isEmpty()); round++) {
            EngineOpenOrders listed = EngineOpenOrders.list(engine, symbol, suspects);
            if (!isDrained(shard, listed.lastAsOf())) {
                findings.skip(Check.OPEN_ORDERS, symbol + ": what the engine shows is not booked in time");
                return;
            }
            OpenOrderComparison.Result result = comparison.compare(shard, symbol, listed);
            if (result.cursor() < listed.lastAsOf()) {
                findings.skip(Check.OPEN_ORDERS, symbol + ": the database is behind event " + listed.lastAsOf());
                return;
            }
            if (round == 0) {
                findings.count(Counter.OPEN_ORDERS, result.compared());
                findings.count(Counter.FOREIGN_ORDERS, result.foreign());
                result.differences().stream().limit(SUSPECTS_MAX).forEach(one -> suspects.add(one.orderId()));
            } else {
                settle(symbol, suspects, result, findings);
            }
        }
        findings.count(Counter.MOVING_ORDERS, suspects.size());
    }

    private boolean isDrained(int shard, long sequence) throws InterruptedException {
        return sequence == 0 || outcomes.awaitSequence(shard, sequence, drainTimeout);
    }

    /** Leaves those in {@code suspects} that have changed again. */
    private void settle(String symbol, Set<Long> suspects, OpenOrderComparison.Result result, Findings findings) {
        Map<Long, Difference> differences = new HashMap<>();
        result.differences().forEach(one -> differences.put(one.orderId(), one));
        for (long orderId : Set.copyOf(suspects)) {
            Difference difference = differences.get(orderId);
            if (difference == null || difference.certain()) {
                suspects.remove(orderId);
            }
            if (difference != null && difference.certain()) {
                findings.add(new Finding(
                        difference.kind(),
                        0,
                        orderId,
                        "order " + orderId + " (" + symbol + ")",
                        expected(symbol, difference),
                        difference.found()));
            }
        }
    }

    private String expected(String symbol, Difference difference) {
        if (difference.kind() != Kind.ORDER_NOT_OPEN_IN_ENGINE) {
            return difference.expected();
        }
        Optional<EngineOrder> known = engine.find(symbol, difference.orderId());
        return known.map(OrderTerms::of).orElse("not open, and not remembered by the engine");
    }
}
