package io.hft.engine.stats;

/** Times in nanoseconds, to three significant digits; {@code sum} is made of them. */
public record LatencySummary(long count, long sum, long p50, long p90, long p99, long p999, long max) {
    public static final LatencySummary NOTHING = new LatencySummary(0, 0, 0, 0, 0, 0, 0);
}
