package io.hft.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long the answers took, second by second and in all, and what went wrong. A request belongs to the second in which it was due. */
final class Timeline {
    private static final long HIGHEST_MICROS = 120_000_000;

    /** What users ask for. */
    enum Kind {
        /** An order that rests. */
        PLACE,
        /** Its cancellation. */
        CANCEL,
        /** An order that takes from the book. */
        TAKE,
        /** Balances, ticker, orders. */
        READ
    }

    /** Of the requests that were due in a second. */
    record Second(Map<Kind, Long> requests, long errors, double p50Millis, double p90Millis, double p99Millis) {}

    /** Of all requests of a kind. */
    record Total(
            long requests, double p50Millis, double p90Millis, double p99Millis, double p999Millis, double maxMillis) {}

    private static final class Bucket {
        private final Histogram micros = new Histogram(HIGHEST_MICROS, 2);
        private final Map<Kind, Long> requests = new EnumMap<>(Kind.class);
        private long errors;
    }

    private final long beginNanos;
    private final List<Bucket> buckets = new ArrayList<>();
    private final Map<Kind, Histogram> micros = new EnumMap<>(Kind.class);
    private final Histogram all = new Histogram(HIGHEST_MICROS, 3);
    private final Map<String, Long> errors = new TreeMap<>();

    /** @param beginNanos from when on it counts; errors count always */
    Timeline(long beginNanos, int seconds) {
        this.beginNanos = beginNanos;
        for (int i = 0; i < seconds; i++) {
            buckets.add(new Bucket());
        }
        for (final Kind kind : Kind.values()) {
            micros.put(kind, new Histogram(HIGHEST_MICROS, 3));
        }
    }

    /** @param error what was wrong with the answer; null: nothing */
    synchronized void answered(Kind kind, long dueNanos, long nowNanos, @Nullable String error) {
        if (error != null) {
            errors.merge(kind.name().toLowerCase(Locale.ROOT) + ": " + error, 1L, Long::sum);
        }
        final long second = Math.floorDiv(dueNanos - beginNanos, 1_000_000_000L);
        if (second < 0 || second >= buckets.size()) {
            return;
        }
        final long took = Math.min(Math.max(0, (nowNanos - dueNanos) / 1_000), HIGHEST_MICROS);
        final Bucket bucket = buckets.get((int) second);
        bucket.micros.recordValue(took);
        bucket.requests.merge(kind, 1L, Long::sum);
        bucket.errors += error == null ? 0 : 1;
        Objects.requireNonNull(micros.get(kind)).recordValue(took);
        all.recordValue(took);
    }

    synchronized List<Second> seconds() {
        return buckets.stream()
                .map(bucket -> new Second(
                        Map.copyOf(bucket.requests),
                        bucket.errors,
                        millis(bucket.micros, 50),
                        millis(bucket.micros, 90),
                        millis(bucket.micros, 99)))
                .toList();
    }

    synchronized Total total() {
        return total(all);
    }

    synchronized Total total(Kind kind) {
        return total(Objects.requireNonNull(micros.get(kind)));
    }

    private static Total total(Histogram histogram) {
        return new Total(
                histogram.getTotalCount(),
                millis(histogram, 50),
                millis(histogram, 90),
                millis(histogram, 99),
                millis(histogram, 99.9),
                histogram.getMaxValue() / 1000.0);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Since the beginning, warm-up included. */
    synchronized Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }
}
