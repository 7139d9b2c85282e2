package io.hft.engine.stats;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** Gathers times since the start. One thread records and never waits or allocates; any thread reads. */
public final class LatencyRecorder {
    /** Longer ones count as this long, in nanoseconds. */
    public static final long HIGHEST_NANOS = 60_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private final Histogram total = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private @Nullable Histogram interval;

    /** The writing thread. */
    public void record(final long nanos) {
        recorder.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
    }

    /** Everything recorded so far. */
    public synchronized LatencySummary summary() {
        final Histogram recent = recorder.getIntervalHistogram(interval);
        interval = recent;
        total.add(recent);
        final long count = total.getTotalCount();
        return count == 0
                ? LatencySummary.NOTHING
                : new LatencySummary(
                        count,
                        Math.round(total.getMean() * count),
                        total.getValueAtPercentile(50),
                        total.getValueAtPercentile(90),
                        total.getValueAtPercentile(99),
                        total.getValueAtPercentile(99.9),
                        total.getMaxValue());
    }
}
