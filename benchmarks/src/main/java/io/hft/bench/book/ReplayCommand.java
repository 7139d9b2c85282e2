package io.hft.bench.book;

import io.hft.bench.flow.FlowFile;
import io.hft.bench.flow.OrderFlow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Replays a file of orders through a fresh book and writes its reports. Timed is the matching alone: the file is parsed before,
 * and the reports go into a ring that another thread drains and formats. Printed is messages per second of the clock, and of the
 * processor time that the matching thread got, which is what a machine shared with others can still tell.
 */
@Command(
        name = "replay",
        description = "Replays a file of orders through the order book and writes the reports.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final int RING_BITS = 20;

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
            flow = FlowFile.read(in);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), in + ": " + e.getMessage(), e);
        }
        final ReportRing ring = new ReportRing(RING_BITS);
        final int warmups = warmUp(flow, ring);
        final TimedReplay[] timings = new TimedReplay[repeat];
        for (int i = 0; i < repeat; i++) {
            try (OutputStream target = i == 0 ? open(out) : OutputStream.nullOutputStream()) {
                timings[i] = replay(flow, ring, target);
            }
        }
        print(flow, warmups, timings);
        return 0;
    }

    /** Replays the flow on a fresh book. */
    static TimedReplay replay(OrderFlow flow, ReportRing ring, OutputStream target) throws InterruptedException {
        return TimedReplay.of(new BookReplay(flow, ring), new ReportWriter(ring, target));
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

    private void print(OrderFlow flow, int warmups, TimedReplay[] timings) {
        final StringBuilder line = new StringBuilder();
        line.append(String.format(
                Locale.ROOT,
                "%d messages, matching %.2f M messages/s (%.2f per second of processor time)",
                flow.size(),
                millionsPerSecond(flow, timings[0].elapsedNanos()),
                millionsPerSecond(flow, timings[0].cpuNanos())));
        if (repeat > 1) {
            final long[] elapsed = Arrays.stream(timings)
                    .mapToLong(TimedReplay::elapsedNanos)
                    .sorted()
                    .toArray();
            final long[] cpu = Arrays.stream(timings)
                    .mapToLong(TimedReplay::cpuNanos)
                    .sorted()
                    .toArray();
            line.append(String.format(
                    Locale.ROOT,
                    "; of %d replays median %.2f (%.2f), best %.2f, worst %.2f",
                    repeat,
                    millionsPerSecond(flow, elapsed[repeat / 2]),
                    millionsPerSecond(flow, cpu[repeat / 2]),
                    millionsPerSecond(flow, elapsed[0]),
                    millionsPerSecond(flow, elapsed[repeat - 1])));
        }
        line.append(String.format(Locale.ROOT, " (after %d untimed replays)", warmups));
        spec.commandLine().getOut().println(line);
    }

    private static double millionsPerSecond(OrderFlow flow, long nanos) {
        return flow.size() * 1e3 / nanos;
    }
}
