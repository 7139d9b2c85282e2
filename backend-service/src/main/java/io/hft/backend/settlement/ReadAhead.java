package io.hft.backend.settlement;

import io.hft.backend.engine.EventSubscription;
import io.hft.backend.engine.ExecutionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives and decodes the next events on a thread of its own while the settler books the last ones. Bounded: when the settler falls behind, the
 * stream waits. What the stream fails with comes after the events before it. Used by one thread, as any subscription.
 */
final class ReadAhead implements EventSubscription {
    /** Messages of the engine, a few hundred events each at the most. */
    private static final int MESSAGES = 32;

    /** Events of one answer, give or take one message. */
    private static final int ENOUGH = 2_000;

    private static final Duration LOOK = Duration.ofMillis(500);

    private sealed interface Read {
        record Events(List<ExecutionReport> reports) implements Read {}

        record Failed(RuntimeException failure) implements Read {}
    }

    private final EventSubscription subscription;
    private final BlockingQueue<Read> queue = new ArrayBlockingQueue<>(MESSAGES);
    private final Thread reader;
    private volatile boolean closed;
    private @Nullable RuntimeException failure;

    private ReadAhead(EventSubscription subscription, String name) {
        this.subscription = subscription;
        this.reader = Thread.ofPlatform().daemon().name(name).unstarted(this::read);
    }

    static ReadAhead of(EventSubscription subscription, int shard) {
        ReadAhead ahead = new ReadAhead(subscription, "settler-reader-" + shard);
        ahead.reader.start();
        return ahead;
    }

    /** All that has come, or what comes first within the time. */
    @Override
    public List<ExecutionReport> next(Duration timeout) throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        Read first = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        List<ExecutionReport> reports = new ArrayList<>();
        for (Read read = first; read != null; read = reports.size() < ENOUGH ? queue.poll() : null) {
            switch (read) {
                case Read.Events(List<ExecutionReport> more) -> reports.addAll(more);
                case Read.Failed(RuntimeException cause) -> failure = cause;
            }
        }
        if (reports.isEmpty() && failure != null) {
            throw failure;
        }
        return reports;
    }

    private void read() {
        try {
            while (!closed) {
                List<ExecutionReport> reports = subscription.next(LOOK);
                if (!reports.isEmpty()) {
                    queue.put(new Read.Events(reports));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException e) {
        try {
            queue.put(new Read.Failed(e));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        reader.interrupt();
    }
}
