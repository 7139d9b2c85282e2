package io.hft.bench.pipeline;

import io.hft.engine.sequencing.CommandReply;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent and not answered: a slot for each, used again. There are more slots than the command and event rings have together, so
 * none is taken twice. Slots are taken by the sending thread and answered on the publisher's; the pipeline's rings order the two.
 */
public final class PendingOrders {
    private static final int SLOTS = 1 << 17;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Slot[] slots = new Slot[SLOTS];
    private final AtomicLong answered = new AtomicLong();
    private final Histogram latencies = new Histogram(HIGHEST_NANOS, 3);
    private volatile @Nullable String failure;
    private long taken;

    public PendingOrders() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /** The reply of the next order; its latency counts from the given time. */
    public CommandReply take(long intendedNanos) {
        final Slot slot = slots[(int) taken++ & SLOTS - 1];
        slot.intendedNanos = intendedNanos;
        return slot;
    }

    long taken() {
        return taken;
    }

    long answered() {
        return answered.get();
    }

    /** Waits until everything is answered. */
    public void awaitAll() {
        while (answered.get() < taken) {
            throwFailure();
            Thread.onSpinWait();
        }
    }

    void throwFailure() {
        final String reason = failure;
        if (reason != null) {
            throw new IllegalStateException("the pipeline failed: " + reason);
        }
    }

    /** Only good when everything is answered. */
    public Histogram latencies() {
        return latencies;
    }

    private final class Slot implements CommandReply {
        private long intendedNanos;

        @Override
        public void onEvent(DirectBuffer buffer, int offset) {
            // The report is out with the last event of its command.
        }

        @Override
        public void onComplete(long lastSequence) {
            latencies.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - intendedNanos));
            answered.lazySet(answered.get() + 1);
        }

        @Override
        public void onFailure(String reason) {
            failure = reason;
        }
    }
}
