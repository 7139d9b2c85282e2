package io.hft.backend.orders;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderCommand;
import io.hft.backend.engine.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Brings a recorded order to the engine, the first time and after a crash. */
@Component
class OrderSubmission {
    /** The id in the engine belongs to an order that the backend did not place. */
    static final String ORDER_ID_IN_USE = "ORDER_ID_IN_USE";

    private final EngineGateway engine;
    private final OrderRejection rejection;

    OrderSubmission(EngineGateway engine, OrderRejection rejection) {
        this.engine = engine;
        this.rejection = rejection;
    }

    sealed interface Outcome {
        /**
         * In the engine; its events up to this sequence tell the rest.
         *
         * @param before it had been entered before
         */
        record Entered(int shard, long lastSequence, boolean before) implements Outcome {}

        /** Never in the engine; the order is rejected and booked as such. */
        record Refused() implements Outcome {}
    }

    /**
     * Ends an order that the engine has answered as known, that is booked up to that answer, and that still waits for its acceptance: the
     * acceptance came before the order was recorded, so somebody else entered it. Leaves any other order alone.
     */
    void rejectIfSomebodyElses(Order order) {
        rejection.reject(order.orderId(), ORDER_ID_IN_USE);
    }

    /**
     * Brings many orders to the engine at once; all are sent before an answer is waited for.
     *
     * @throws EngineUnavailable the outcome of at least one is unknown; those stay {@code PENDING_NEW}
     */
    List<Outcome> submitAll(List<Order> orders) {
        List<Outcome> outcomes = new ArrayList<>();
        EngineUnavailable unavailable = null;
        List<Supplier<Submission>> answers =
                engine.submitAll(orders.stream().map(Order::toCommand).toList());
        for (int i = 0; i < orders.size(); i++) {
            try {
                outcomes.add(outcome(orders.get(i), answers.get(i)));
            } catch (EngineUnavailable e) {
                unavailable = e;
            }
        }
        if (unavailable != null) {
            throw unavailable;
        }
        return outcomes;
    }

    /** @throws EngineUnavailable the outcome is unknown; the order stays {@code PENDING_NEW} */
    Outcome submit(Order order) {
        return outcome(order, () -> engine.submit(order.toCommand()));
    }

    private Outcome outcome(Order order, Supplier<Submission> answer) {
        OrderCommand command = order.toCommand();
        try {
            Submission submission = answer.get();
            if (submission.duplicate() && !submission.isAnswerTo(command)) {
                rejection.reject(order.orderId(), ORDER_ID_IN_USE);
                return new Outcome.Refused();
            }
            return new Outcome.Entered(submission.shard(), submission.lastSequence(), submission.duplicate());
        } catch (EngineRefusal e) {
            rejection.reject(order.orderId(), e.reason());
            return new Outcome.Refused();
        }
    }
}
