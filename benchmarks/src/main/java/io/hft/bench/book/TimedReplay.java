package io.hft.bench.book;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What one replay of a whole flow took: by the clock, of the processor, and of the heap; all of the thread that matches. The clock runs
 * until the last report is in the ring; that the reader keeps up is seen to by the ring's bound.
 */
public record TimedReplay(long elapsedNanos, long cpuNanos, long allocatedBytes) {
    /** Replays on this thread while another one takes the reports, and returns when that one has them all. */
    static TimedReplay of(Runnable replay, ReportReader reader) throws InterruptedException {
        final FutureTask<Void> reading = new FutureTask<>(reader, null);
        final Thread thread = Thread.ofPlatform().daemon().name("report-reader").start(reading);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long allocatedBegin = threads.getCurrentThreadAllocatedBytes();
        final long cpuBegin = threads.getCurrentThreadCpuTime();
        final long begin = System.nanoTime();
        replay.run();
        final long elapsed = System.nanoTime() - begin;
        final long cpu = threads.getCurrentThreadCpuTime() - cpuBegin;
        final long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBegin;
        reader.finish();
        thread.join();
        try {
            reading.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading the reports failed", e.getCause());
        }
        return new TimedReplay(elapsed, cpu, allocated);
    }

    /** Replays; the reports are read at the least cost. */
    public static TimedReplay of(Runnable replay, ReportChecksum checksum) throws InterruptedException {
        return of(replay, (ReportReader) checksum);
    }

    /** Replays for the sake of the reports, each of which is looked at. */
    public static void digest(Runnable replay, ReportDigest digest) throws InterruptedException {
        of(replay, (ReportReader) digest);
    }
}
