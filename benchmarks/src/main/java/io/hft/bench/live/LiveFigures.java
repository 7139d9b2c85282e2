package io.hft.bench.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What the readers saw. Written by their thread; read when it has ended. */
public final class LiveFigures {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final int MINUTES_AT = 14;

    /** Messages that tell when they came about. */
    public enum Kind {
        /** From the engine's event to the reader. */
        BOOK,
        /** From the execution, over the booking, to the reader. */
        TRADE,
        /** From the backend to the reader. */
        HEARTBEAT
    }

    private final Map<String, long[]> messages = new TreeMap<>();
    private final Map<String, long[]> errors = new TreeMap<>();
    private final Map<Kind, Histogram> micros = new EnumMap<>(Kind.class);
    private final Histogram bookMicrosOfSecond = new Histogram(HOUR_MICROS, 2);
    private final List<Second> seconds = new ArrayList<>();
    private final Consumer<String> orders;
    private long messagesOfSecond;

    /** What came within a second, and how old the book's updates were then. */
    public record Second(long messages, double bookP50Millis, double bookP99Millis) {}

    /** @param orders gets each message of the channel of own orders, whosever they are */
    public LiveFigures(Consumer<String> orders) {
        this.orders = orders;
        for (final Kind kind : Kind.values()) {
            micros.put(kind, new Histogram(HOUR_MICROS, 3));
        }
    }

    void message(String name) {
        count(messages, name);
        messagesOfSecond++;
    }

    void orders(String message) {
        orders.accept(message);
    }

    /** A second is over. */
    void second() {
        seconds.add(new Second(
                messagesOfSecond,
                bookMicrosOfSecond.getValueAtPercentile(50) / 1000.0,
                bookMicrosOfSecond.getValueAtPercentile(99) / 1000.0));
        messagesOfSecond = 0;
        bookMicrosOfSecond.reset();
    }

    /** Since it counts, one after the other. */
    public List<Second> seconds() {
        return List.copyOf(seconds);
    }

    /** Since it counts. */
    public long messages() {
        return messages.values().stream().mapToLong(count -> count[0]).sum();
    }

    /** Since the beginning: what went wrong how often. */
    public Map<String, Long> errorsByKind() {
        return numbers(errors);
    }

    /** Milliseconds until an update was read, at a percentile. */
    public double millis(Kind kind, double percentile) {
        return Objects.requireNonNull(micros.get(kind)).getValueAtPercentile(percentile) / 1000.0;
    }

    /** How many updates tell when they came about. */
    public long updates(Kind kind) {
        return Objects.requireNonNull(micros.get(kind)).getTotalCount();
    }

    void error(String what) {
        count(errors, what);
    }

    private static void count(Map<String, long[]> counters, String name) {
        counters.computeIfAbsent(name, key -> new long[1])[0]++;
    }

    /** Only of updates: what a snapshot shows is older. */
    void late(Kind kind, String message, String field) {
        final int at = message.lastIndexOf(field);
        if (at >= 0 && message.contains("\"type\":\"update\"")) {
            final Instant now = Instant.now();
            final long since = now.getEpochSecond() % 3600 * 1_000_000
                    + now.getNano() / 1000
                    - microsOfHour(message, at + field.length());
            final long age = since < -HOUR_MICROS / 2 ? since + HOUR_MICROS : Math.max(0, since);
            micros.get(kind).recordValue(age);
            if (kind == Kind.BOOK) {
                bookMicrosOfSecond.recordValue(age);
            }
        }
    }

    /** Of a time as {@code 2026-01-01T12:34:56.123456Z} without making objects of it. */
    private static long microsOfHour(String text, int from) {
        final int minutes = from + MINUTES_AT;
        long micros = (Integer.parseInt(text, minutes, minutes + 2, 10) * 60L
                        + Integer.parseInt(text, minutes + 3, minutes + 5, 10))
                * 1_000_000;
        int at = minutes + 5;
        if (text.charAt(at) == '.') {
            at++;
            for (int unit = 100_000; unit > 0 && Character.isDigit(text.charAt(at)); unit /= 10) {
                micros += (long) unit * (text.charAt(at++) - '0');
            }
        }
        return micros;
    }

    /** Forgets what belongs to connecting; errors stay. */
    void begin() {
        messages.clear();
        seconds.clear();
        bookMicrosOfSecond.reset();
        messagesOfSecond = 0;
        micros.values().forEach(Histogram::reset);
    }

    long errors() {
        return errors.values().stream().mapToLong(count -> count[0]).sum();
    }

    List<String> report(int readers, double seconds) {
        final List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "| live | %d readers | %.0f messages/s | errors %s |",
                readers,
                messages() / seconds,
                text(errors)));
        lines.add("messages: " + text(messages));
        micros.forEach((kind, histogram) -> lines.add(String.format(
                Locale.ROOT,
                "%s, ms until it is read: P50 %.1f, P90 %.1f, P99 %.1f, P99.9 %.1f, max %.1f (%d)",
                kind.name().toLowerCase(Locale.ROOT),
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(90) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                histogram.getValueAtPercentile(99.9) / 1000.0,
                histogram.getMaxValue() / 1000.0,
                histogram.getTotalCount())));
        return lines;
    }

    private static String text(Map<String, long[]> counters) {
        return counters.isEmpty() ? "none" : numbers(counters).toString();
    }

    private static Map<String, Long> numbers(Map<String, long[]> counters) {
        final Map<String, Long> numbers = new TreeMap<>();
        counters.forEach((name, count) -> numbers.put(name, count[0]));
        return numbers;
    }
}
