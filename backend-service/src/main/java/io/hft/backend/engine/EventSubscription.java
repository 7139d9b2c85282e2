package io.hft.backend.engine;

import java.time.Duration;
import java.util.List;

/** One running subscription: history, then live, no gap and no repeat, until it fails or is closed. Used by one thread. */
public interface EventSubscription extends AutoCloseable {
    /**
     * The next events in order; empty when none came in time. The stream waits while nobody asks.
     *
     * @throws EngineUnavailable the stream ended; subscribe again from the first sequence not yet handled
     * @throws EventsOutOfRange the engine does not have the sequence that was asked for
     */
    List<ExecutionReport> next(Duration timeout) throws InterruptedException;

    @Override
    void close();
}
