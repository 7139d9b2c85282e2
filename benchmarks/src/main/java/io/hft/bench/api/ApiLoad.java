package io.hft.bench.api;

import io.hft.bench.api.HttpConnection.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Clients that send one kind of request for a while, each over a connection of its own. */
final class ApiLoad {
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final byte[] FILLED = "FILLED\"".getBytes(StandardCharsets.ISO_8859_1);

    private final int port;
    private final List<String> tokens;
    private final String name;
    private final Request request;
    private final int batch;
    private final Map<Integer, AtomicLong> failures = new ConcurrentHashMap<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong filled = new AtomicLong();
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

    /** How a client asks for the n-th time. */
    interface Request {
        Answer send(HttpConnection connection, String token, int client, long number) throws IOException;
    }

    /** @param batch orders in a request; 0 for requests that are no orders */
    ApiLoad(int port, List<String> tokens, String name, int batch, Request request) {
        this.port = port;
        this.tokens = tokens;
        this.name = name;
        this.batch = batch;
        this.request = request;
    }

    /** As fast as the answers come. */
    ApiRun closed(int clients, double warmupSeconds, double seconds) throws InterruptedException, IOException {
        return run("closed", clients, warmupSeconds, seconds, 0);
    }

    /** So many requests a second, however long their answers take. */
    ApiRun open(int clients, double warmupSeconds, double seconds, double perSecond)
            throws InterruptedException, IOException {
        return run("open", clients, warmupSeconds, seconds, (long) (1e9 * clients / perSecond));
    }

    private ApiRun run(String loop, int clients, double warmupSeconds, double seconds, long intervalNanos)
            throws InterruptedException, IOException {
        final long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        final long measured = begin + (long) (warmupSeconds * 1e9);
        final long end = measured + (long) (seconds * 1e9);
        final List<Histogram> histograms = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            final int client = i;
            final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
            histograms.add(histogram);
            // Not all at once.
            final long first = begin + (intervalNanos == 0 ? 0 : intervalNanos * i / clients);
            threads.add(Thread.ofPlatform()
                    .name("client-" + i)
                    .start(() -> client(client, histogram, first, measured, end, intervalNanos)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        if (!errors.isEmpty()) {
            throw new IOException(name + ": " + errors.size() + " clients failed", errors.getFirst());
        }
        final Histogram all = new Histogram(HIGHEST_NANOS, 3);
        histograms.forEach(all::add);
        final Map<Integer, Long> failed = new TreeMap<>();
        failures.forEach((status, count) -> failed.put(status, count.get()));
        final double requests = answered.get() / seconds;
        final int units = Math.max(1, batch);
        return new ApiRun(
                name,
                loop,
                clients,
                units,
                seconds,
                requests * units,
                requests,
                batch == 0 || answered.get() == 0 ? 0 : (double) filled.get() / (answered.get() * units),
                millis(all, 50),
                millis(all, 90),
                millis(all, 99),
                millis(all, 99.9),
                all.getMaxValue() / 1e6,
                failed);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    private void client(int client, Histogram histogram, long first, long measured, long end, long intervalNanos) {
        try (HttpConnection connection = new HttpConnection(port)) {
            long due = first;
            sleepUntil(due);
            for (long number = 0; due < end; number++) {
                final long begin = intervalNanos == 0 ? System.nanoTime() : due;
                final Answer answer = request.send(connection, tokens.get(client), client, number);
                final long now = System.nanoTime();
                if (begin >= measured && begin < end) {
                    count(answer, histogram, now - begin);
                }
                due = intervalNanos == 0 ? now : due + intervalNanos;
                sleepUntil(due);
            }
        } catch (IOException | RuntimeException e) {
            errors.add(e);
        }
    }

    private void count(Answer answer, Histogram histogram, long nanos) {
        if (answer.status() >= 300) {
            failures.computeIfAbsent(answer.status(), status -> new AtomicLong())
                    .incrementAndGet();
            return;
        }
        histogram.recordValue(Math.min(nanos, HIGHEST_NANOS));
        answered.incrementAndGet();
        if (batch > 0) {
            filled.addAndGet(occurrences(answer.body()));
        }
    }

    private static int occurrences(byte[] text) {
        int count = 0;
        for (int i = 0; i + FILLED.length <= text.length; i++) {
            if (text[i] == 'F' && Arrays.equals(text, i, i + FILLED.length, FILLED, 0, FILLED.length)) {
                count++;
            }
        }
        return count;
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
