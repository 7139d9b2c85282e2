package io.hft.backend.orders;

import io.hft.backend.database.GroupedCalls;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads orders whose outcome has just been booked, and stores the answers to their requests. Under load the settler wakes dozens of callers at
 * once: one statement reads for all of them, another one stores, with one commit.
 */
@Component
class OrderAnswers {
    private static final int CALLS_MAX = 256;

    private final GroupedCalls<Long, Optional<Order>> reads;
    private final GroupedCalls<Answer, StoredAnswer> answers;

    OrderAnswers(Orders orders, IdempotentRequests requests, OrderProperties properties) {
        GroupedCalls.Limits limits =
                new GroupedCalls.Limits(properties.maxWaiting(), CALLS_MAX, properties.settlementTimeout());
        this.reads = new GroupedCalls<>("order-reads", limits, orderId -> 1, ids -> read(orders, ids));
        this.answers = new GroupedCalls<>("answers", limits, answer -> 1, all -> store(requests, all));
    }

    private record Answer(long requestId, StoredAnswer text) {}

    /** The order as it is booked; empty when the database does not say so in time. */
    Optional<Order> booked(long orderId) throws InterruptedException {
        return reads.call(orderId) instanceof GroupedCalls.Outcome.Done<Optional<Order>>(Optional<Order> order)
                ? order
                : Optional.empty();
    }

    /**
     * Stores the first answer to a request.
     *
     * @return the one to send, which may be that of a twin; empty when the database does not confirm it in time. A repeat is answered then
     */
    Optional<StoredAnswer> store(long requestId, StoredAnswer text) throws InterruptedException {
        return answers.call(new Answer(requestId, text)) instanceof GroupedCalls.Outcome.Done<StoredAnswer>(var stored)
                ? Optional.of(stored)
                : Optional.empty();
    }

    private static List<Optional<Order>> read(Orders orders, List<Long> ids) {
        Map<Long, Order> found = orders.findAll(ids);
        return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
    }

    private static List<StoredAnswer> store(IdempotentRequests requests, List<Answer> all) {
        Map<Long, StoredAnswer> texts = new HashMap<>();
        // Of two callers with one request the first one counts, as everywhere.
        all.forEach(answer -> texts.putIfAbsent(answer.requestId(), answer.text()));
        Map<Long, StoredAnswer> stored = requests.storeAll(texts);
        return all.stream().map(answer -> stored.get(answer.requestId())).toList();
    }

    @PreDestroy
    void stop() {
        reads.close();
        answers.close();
    }
}
