package io.hft.bench.book;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Replays a file of orders through a fresh book and writes its reports. Timed is the matching alone: the file is parsed before,
 * and the reports go into a ring that another thread drains and formats.
 */
@Command(
        name = "replay",
        description = "Replays a file of orders through the order book and writes the reports.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final int RING_BITS = 19;

    @Option(names = "--in", required = true, description = "Orders, CSV, plain or gzip (by the name's ending .gz).")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, description = "Where the reports go, CSV, plain or gzip.")
    private Path out = Path.of("");

    @Option(names = "--repeat", defaultValue = "1", description = "Timed replays, each on a fresh book (default: 1).")
    private int repeat = 1;

    @Option(
            names = "--warmup",
            defaultValue = "1.5",
            description = "Seconds of untimed replays before, so that the code is compiled (default: 1.5; 0: none).")
    private double warmupSeconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat must be at least 1, was " + repeat);
        }
        final OrderFlow flow;
        try {
            flow = OrderFlow.read(in);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), in + ": " + e.getMessage(), e);
        }
        final ReportRing ring = new ReportRing(RING_BITS);
        final int warmups = warmUp(flow, ring);
        final long[] nanos = new long[repeat];
        for (int i = 0; i < repeat; i++) {
            try (OutputStream target = i == 0 ? open(out) : OutputStream.nullOutputStream()) {
                nanos[i] = replay(flow, ring, target);
            }
        }
        print(flow, warmups, nanos);
        return 0;
    }

    /** Replays the flow and returns how long the matching took, in nanoseconds. */
    static long replay(OrderFlow flow, ReportRing ring, OutputStream target) throws InterruptedException {
        final BookReplay replay = new BookReplay(flow, ring);
        final ReportWriter writer = new ReportWriter(ring, target);
        final FutureTask<Void> writing = new FutureTask<>(writer, null);
        final Thread thread = Thread.ofPlatform().daemon().name("report-writer").start(writing);
        final long begin = System.nanoTime();
        replay.run();
        final long nanos = System.nanoTime() - begin;
        writer.finish();
        thread.join();
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("writing the reports failed", e.getCause());
        }
        return nanos;
    }

    private int warmUp(OrderFlow flow, ReportRing ring) throws InterruptedException {
        final long end = System.nanoTime() + (long) (warmupSeconds * 1e9);
        int warmups = 0;
        while (warmupSeconds > 0 && System.nanoTime() - end < 0) {
            replay(flow, ring, OutputStream.nullOutputStream());
            warmups++;
        }
        return warmups;
    }

    private static OutputStream open(Path file) throws IOException {
        final OutputStream plain = Files.newOutputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain;
    }

    private void print(OrderFlow flow, int warmups, long[] nanos) {
        final double first = millionsPerSecond(flow, nanos[0]);
        final StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%d messages, matching %.2f M messages/s", flow.size(), first));
        if (repeat > 1) {
            final long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            line.append(String.format(
                    Locale.ROOT,
                    "; of %d replays median %.2f, best %.2f, worst %.2f",
                    repeat,
                    millionsPerSecond(flow, sorted[sorted.length / 2]),
                    millionsPerSecond(flow, sorted[0]),
                    millionsPerSecond(flow, sorted[sorted.length - 1])));
        }
        line.append(String.format(Locale.ROOT, " (after %d untimed replays)", warmups));
        spec.commandLine().getOut().println(line);
    }

    private static double millionsPerSecond(OrderFlow flow, long nanos) {
        return flow.size() * 1e3 / nanos;
    }
}
