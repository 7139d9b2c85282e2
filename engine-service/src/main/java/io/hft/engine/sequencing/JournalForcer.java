package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.journal.JournalWriter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** With durability {@code async}: forces what was written every few milliseconds, so that the journal thread never waits for it. */
final class JournalForcer implements Runnable {
    private final JournalWriter writer;
    private final long intervalNanos;
    private final PipelineState state;
    private final Signal signal = Signal.of(WaitStrategy.BLOCKING);
    private final BooleanSupplier hasWork = this::hasWork;
    private final BooleanSupplier isStopped = this::isStopped;

    private volatile boolean dirty;
    private volatile boolean stopped;

    JournalForcer(final JournalWriter writer, final int intervalMillis, final PipelineState state) {
        this.writer = writer;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.state = state;
    }

    void markDirty() {
        if (!dirty) {
            dirty = true;
            signal.raise();
        }
    }

    void stop() {
        stopped = true;
        signal.raise();
    }

    @Override
    public void run() {
        signal.await(hasWork);
        while (!stopped && !state.hasFailed()) {
            signal.await(isStopped, intervalNanos);
            // Cleared before the force: what is written during it belongs to the next one.
            dirty = false;
            try {
                writer.force();
            } catch (final IOException | RuntimeException e) {
                state.fail("the journal cannot be forced: " + e);
            }
            signal.await(hasWork);
        }
    }

    private boolean isStopped() {
        return stopped;
    }

    private boolean hasWork() {
        return dirty || stopped || state.hasFailed();
    }
}
