package io.hft.bench.peers;

import io.hft.bench.book.ReportChecksum;
import io.hft.bench.book.ReportDigest;
import io.hft.bench.book.ReportRing;
import io.hft.bench.book.TimedReplay;
import io.hft.bench.flow.FlowShape;
import io.hft.bench.flow.OrderFlow;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * One book, one flow, several replays, each on a fresh book.
 *
 * @param medianPerSecond messages a second by the clock, the median of the replays
 * @param cpuPerSecond messages per second of processor time of the matching thread, median: the same on an idle machine
 * @param allocatedBytesPerMessage on the matching thread, the book's own growth from empty included
 * @param reportsHash equal hashes: every report the same, in the same order
 */
public record BookRun(
        String contender,
        String flow,
        long seed,
        int messages,
        int repeats,
        double medianPerSecond,
        double bestPerSecond,
        double worstPerSecond,
        double cpuPerSecond,
        double allocatedBytesPerMessage,
        long reports,
        long trades,
        long tradedNotional,
        String reportsHash) {

    private static final int RING_BITS = 20;

    /** Measures; the calling thread is the one that matches. */
    public static BookRun measure(
            Contender contender, FlowShape shape, long seed, int messages, double warmupSeconds, int repeats)
            throws InterruptedException {
        final OrderFlow flow = shape.generate(seed, messages);
        final ReportRing ring = new ReportRing(RING_BITS);
        final long warmupEnd = System.nanoTime() + (long) (warmupSeconds * 1e9);
        while (System.nanoTime() - warmupEnd < 0) {
            TimedReplay.of(contender.replay(flow, ring), new ReportChecksum(ring));
        }
        final TimedReplay[] times = new TimedReplay[repeats];
        final Set<ReportChecksum.Value> reports = new HashSet<>();
        for (int i = 0; i < repeats; i++) {
            final ReportChecksum checksum = new ReportChecksum(ring);
            // The garbage of the replay before is not this one's.
            System.gc();
            times[i] = TimedReplay.of(contender.replay(flow, ring), checksum);
            reports.add(checksum.value());
        }
        if (reports.size() != 1) {
            throw new IllegalStateException("the replays' reports differ: " + reports);
        }
        final ReportDigest digest = new ReportDigest(ring);
        TimedReplay.digest(contender.replay(flow, ring), digest);
        final double[] elapsed = perSecond(flow, times, TimedReplay::elapsedNanos);
        final double[] cpu = perSecond(flow, times, TimedReplay::cpuNanos);
        return new BookRun(
                contender.text(),
                shape.text(),
                seed,
                flow.size(),
                repeats,
                elapsed[repeats / 2],
                elapsed[repeats - 1],
                elapsed[0],
                cpu[repeats / 2],
                Arrays.stream(times)
                                .mapToLong(TimedReplay::allocatedBytes)
                                .min()
                                .orElse(0)
                        / (double) flow.size(),
                digest.reports(),
                digest.trades(),
                digest.tradedNotional(),
                Long.toHexString(digest.hash()));
    }

    // Slowest first.
    private static double[] perSecond(OrderFlow flow, TimedReplay[] times, ToLongFunction<TimedReplay> nanos) {
        return Arrays.stream(times)
                .mapToDouble(time -> flow.size() * 1e9 / Math.max(1, nanos.applyAsLong(time)))
                .sorted()
                .toArray();
    }
}
