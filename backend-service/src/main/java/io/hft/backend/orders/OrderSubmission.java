package io.hft.backend.orders;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderCommand;
import io.hft.backend.engine.Submission;
import io.hft.backend.orders.OrderOutcomes.Expectation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
     * Brings orders that are recorded to the engine, all in one call, and tells who expects them of the answers. Does not block.
     *
     * @param expectations one for each order
     */
    void begin(List<Order> orders, List<Expectation> expectations) {
        List<CompletableFuture<Submission>> answers =
                engine.submitAll(orders.stream().map(Order::toCommand).toList());
        for (int i = 0; i < answers.size(); i++) {
            long userId = orders.get(i).userId();
            Expectation expectation = expectations.get(i);
            expectation.entering(answers.get(i).whenComplete((answer, error) -> {
                FaultPoint.AFTER_SUBMIT.reachedFor(userId);
                expectation.answered(answer);
            }));
        }
    }

    /**
     * What became of an order that was brought to the engine; waits for the answer, which comes within a deadline.
     *
     * @throws EngineUnavailable the outcome is unknown; the order stays {@code PENDING_NEW}
     */
    Outcome outcome(Order order, Future<Submission> answer) throws InterruptedException {
        try {
            Submission submission = answer.get();
            return outcome(order, () -> submission);
        } catch (ExecutionException e) {
            RuntimeException reason =
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            return outcome(order, () -> {
                throw reason;
            });
        }
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
