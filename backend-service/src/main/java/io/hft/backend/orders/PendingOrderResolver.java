package io.hft.backend.orders;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.orders.OrderSubmission.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Orders orders;
    private final OrderSubmission submission;
    /** Answered already, not booked yet: no need to ask again as long as the stream lives. */
    private final Map<Integer, Set<Long>> answered = new ConcurrentHashMap<>();

    PendingOrderResolver(Orders orders, OrderSubmission submission) {
        this.orders = orders;
        this.submission = submission;
    }

    /** The stream began anew: whatever the engine said before counts no longer. */
    public void forget(int shard) {
        answered.remove(shard);
    }

    /**
     * Resubmits, oldest first.
     *
     * @param age younger ones are left to those who are placing them
     * @throws EngineUnavailable the engine is away (again); the rest stays pending
     */
    public void resolve(int shard, Duration age) {
        Set<Long> known = answered.computeIfAbsent(shard, number -> ConcurrentHashMap.newKeySet());
        List<Order> pending = orders.pending(shard, age, STEP);
        known.retainAll(pending.stream().map(Order::orderId).toList());
        for (Order order : pending) {
            if (known.add(order.orderId())) {
                resubmit(order, known);
            }
        }
    }

    private void resubmit(Order order, Set<Long> known) {
        try {
            switch (submission.submit(order)) {
                case Outcome.Entered entered
                when entered.before() -> log.debug("order {} had been entered before", order.orderId());
                case Outcome.Entered entered -> log.info("order {} was left over and is entered now", order.orderId());
                case Outcome.Refused() -> log.info("order {} was left over and is refused now", order.orderId());
            }
        } catch (EngineUnavailable e) {
            known.remove(order.orderId());
            throw e;
        }
    }
}
