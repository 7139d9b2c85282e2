package io.hft.backend.orders;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.orders.OrderSubmission.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Resubmits orders whose outcome is unknown under their own ids: after a crash of either side, after a lost answer. The engine enters
 * those that it does not know and repeats its answer for the others; the settler books the rest. Called by the leader of a shard only,
 * on one thread per shard.
 */
@Component
public class PendingOrderResolver {
    private static final Logger log = LoggerFactory.getLogger(PendingOrderResolver.class);
    private static final int STEP = 500;

    /** The engine is away, not only one order in trouble. */
    private static final int FAILURES_IN_A_ROW = 3;

    private final Orders orders;
    private final OrderSubmission submission;
    private final OrderOutcomes outcomes;
    private final Map<Integer, Attempts> attempts = new ConcurrentHashMap<>();

    /**
     * What was tried on a shard since its stream began.
     *
     * @param answered not booked yet: no need to ask again as long as the stream lives
     * @param failed come last the next time, so that they keep nobody waiting
     */
    private record Attempts(Map<Long, Outcome> answered, Set<Long> failed) {}

    PendingOrderResolver(Orders orders, OrderSubmission submission, OrderOutcomes outcomes) {
        this.orders = orders;
        this.submission = submission;
        this.outcomes = outcomes;
    }

    /** The stream began anew: whatever the engine said before counts no longer. */
    public void forget(int shard) {
        attempts.remove(shard);
    }

    /**
     * Resubmits, oldest first; those that failed before come last.
     *
     * @param age younger ones are left to those who are placing them
     * @throws EngineUnavailable the engine is away (again); the rest stays pending
     * @throws InterruptedException while looking whether an answer is booked
     */
    public void resolve(int shard, Duration age) throws InterruptedException {
        Attempts tried = attempts.computeIfAbsent(
                shard, number -> new Attempts(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet()));
        List<Order> pending = orders.pending(shard, age, STEP);
        Set<Long> ids = pending.stream().map(Order::orderId).collect(Collectors.toSet());
        tried.answered().keySet().retainAll(ids);
        tried.failed().retainAll(ids);
        Set<Long> last = Set.copyOf(tried.failed());
        List<Order> inTurn = pending.stream()
                .sorted(Comparator.comparing(order -> last.contains(order.orderId())))
                .toList();
        int failures = 0;
        for (Order order : inTurn) {
            Outcome answer = tried.answered().get(order.orderId());
            if (answer != null) {
                endIfSomebodyElses(order, answer);
                continue;
            }
            try {
                tried.answered().put(order.orderId(), resubmit(order));
                tried.failed().remove(order.orderId());
                failures = 0;
            } catch (EngineUnavailable e) {
                tried.failed().add(order.orderId());
                failures++;
                if (failures == FAILURES_IN_A_ROW) {
                    throw e;
                }
            } catch (RuntimeException e) {
                tried.failed().add(order.orderId());
                log.warn("order {} could not be resolved; the others go on", order.orderId(), e);
            }
        }
    }

    private Outcome resubmit(Order order) {
        Outcome outcome = submission.submit(order);
        switch (outcome) {
            case Outcome.Entered entered
            when entered.before() -> log.debug("order {} had been entered before", order.orderId());
            case Outcome.Entered entered -> log.info("order {} was left over and is entered now", order.orderId());
            case Outcome.Refused() -> log.info("order {} was left over and is refused now", order.orderId());
        }
        return outcome;
    }

    private void endIfSomebodyElses(Order order, Outcome answer) throws InterruptedException {
        if (answer instanceof Outcome.Entered(int shard, long lastSequence, boolean before)
                && before
                && outcomes.awaitSequence(shard, lastSequence, Duration.ZERO)) {
            submission.rejectIfSomebodyElses(order);
        }
    }
}
