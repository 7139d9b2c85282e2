package io.hft.it.support;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.SubscribeEventsRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows the engine's events as a consumer does: from the first, and after every break from the one behind the last that it has seen. It
 * keeps everything that it was given, so that a gap or a repeat shows.
 */
public final class EventRecorder implements AutoCloseable {
    private final List<ExecutionReport> events = new ArrayList<>();
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final Thread thread;
    private volatile boolean closed;

    public EventRecorder(EngineClient engine) {
        thread = Thread.ofPlatform().name("event-recorder").start(() -> context.run(() -> follow(engine)));
    }

    private void follow(EngineClient engine) {
        while (!closed) {
            try {
                Iterator<EventBatch> batches = engine.streaming()
                        .subscribeEvents(SubscribeEventsRequest.newBuilder()
                                .setFromSequence(lastSequence() + 1)
                                .build());
                while (batches.hasNext()) {
                    List<ExecutionReport> batch = batches.next().getEventsList();
                    synchronized (events) {
                        events.addAll(batch);
                    }
                }
            } catch (StatusRuntimeException broken) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    public long lastSequence() {
        synchronized (events) {
            return events.isEmpty() ? 0 : events.getLast().getSequence();
        }
    }

    /** All events so far, as they came. */
    public List<ExecutionReport> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() {
        closed = true;
        context.cancel(null);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
