package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineEvents;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.EventSubscription;
import io.hft.backend.engine.ExecutionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the engine's stream again, piece by piece. Used by one thread; close it. */
final class EventWindow implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** The events are there: only an engine that is away keeps them back for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EventSubscription subscription;
    private final List<ExecutionReport> waiting = new ArrayList<>();

    /** @param from the first event wanted */
    EventWindow(EngineEvents events, int shard, long from) {
        this.subscription = events.subscribe(shard, from);
    }

    /**
     * The next events up to {@code to}, at most {@code limit} of them, and one more where that would be half of a trade.
     *
     * @throws EngineUnavailable they do not come
     * @throws io.hft.backend.engine.EventsOutOfRange the engine does not have them
     */
    List<ExecutionReport> next(long to, int limit) throws InterruptedException {
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (waiting.size() <= limit
                && (waiting.isEmpty() || waiting.getLast().sequence() < to)) {
            List<ExecutionReport> more = subscription.next(LOOK);
            waiting.addAll(more);
            if (!more.isEmpty()) {
                patientUntil = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > patientUntil) {
                throw new EngineUnavailable("the engine does not send its events", null);
            }
        }
        int size = 0;
        while (size < waiting.size() && waiting.get(size).sequence() <= to && (size < limit || isTaker(size))) {
            size++;
        }
        if (size == 0) {
            throw new EngineUnavailable("the engine sends nothing up to event " + to, null);
        }
        List<ExecutionReport> next = List.copyOf(waiting.subList(0, size));
        waiting.subList(0, size).clear();
        return next;
    }

    /** Whether this is the second half of a trade. */
    private boolean isTaker(int index) {
        ExecutionReport report = waiting.get(index);
        return report.type() == ExecutionReport.Type.TRADE && !report.maker();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
