package io.hft.backend.support;

import io.hft.backend.engine.EngineEvents;
import io.hft.backend.engine.EventSubscription;
import io.hft.backend.engine.ExecutionReport;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The engine's stream as the settler hears it, changed by a test on its way; everybody else hears the true one. */
public final class TamperedEvents implements EngineEvents {
    private final EngineEvents truth;
    private volatile UnaryOperator<List<ExecutionReport>> change = UnaryOperator.identity();
    private volatile RuntimeException failure;

    public TamperedEvents(EngineEvents truth) {
        this.truth = truth;
    }

    /** From now on the settler hears what this makes of each message. */
    public void change(UnaryOperator<List<ExecutionReport>> batches) {
        change = batches;
    }

    /** From now on the settler's streams end with this; null: no longer. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    @Override
    public EventSubscription subscribe(int shard, long fromSequence) {
        EventSubscription subscription = truth.subscribe(shard, fromSequence);
        if (!Thread.currentThread().getName().startsWith("settler-")) {
            return subscription;
        }
        return new EventSubscription() {
            @Override
            public List<ExecutionReport> next(Duration timeout) throws InterruptedException {
                List<ExecutionReport> heard = subscription.next(timeout);
                RuntimeException problem = failure;
                if (problem != null) {
                    throw problem;
                }
                return change.apply(heard);
            }

            @Override
            public void close() {
                subscription.close();
            }
        };
    }

    /** The event under its number, and nothing said by it. */
    public static ExecutionReport silenced(ExecutionReport event) {
        return as(event, event, ExecutionReport.Type.OTHER);
    }

    /** What {@code content} says, under the number and time of {@code place}. */
    public static ExecutionReport as(ExecutionReport place, ExecutionReport content, ExecutionReport.Type type) {
        return new ExecutionReport(
                place.shard(),
                place.sequence(),
                place.timestamp(),
                type,
                content.orderId(),
                content.accountId(),
                content.symbol(),
                content.side(),
                content.orderStatus(),
                content.price(),
                content.quantity(),
                content.lastPrice(),
                content.lastQuantity(),
                content.cumulativeQuantity(),
                content.stopPrice(),
                content.displayQuantity(),
                content.tradeId(),
                content.maker(),
                content.rejectReason());
    }
}
