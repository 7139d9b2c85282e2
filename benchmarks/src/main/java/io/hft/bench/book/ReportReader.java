package io.hft.bench.book;

import java.util.concurrent.locks.LockSupport;

/** The reader's end of the ring: takes every report until {@link #finish} was called and nothing is left. */
abstract sealed class ReportReader implements Runnable permits ReportDigest, ReportWriter {
    /** So many words are given back at a time. */
    private static final int MAX_BATCH = 4096;

    private static final long NAP_NANOS = 50_000;

    private final ReportRing ring;
    private final long begin;
    private volatile boolean finishing;

    /** Reads what is published from now on. */
    ReportReader(ReportRing ring) {
        this.ring = ring;
        this.begin = ring.published();
    }

    /** Nothing is published any more: {@link #run} returns when it has read what there is. */
    final void finish() {
        finishing = true;
    }

    @Override
    public final void run() {
        final long[] words = ring.words();
        long next = begin;
        while (true) {
            final boolean last = finishing;
            final long published = ring.published();
            if (published == next) {
                if (last) {
                    end();
                    return;
                }
                // The two processors of a shared machine may be two halves of one: what the reader does not need is the
                // writer's.
                LockSupport.parkNanos(NAP_NANOS);
                continue;
            }
            final long end = Math.min(published, next + MAX_BATCH);
            while (next < end) {
                next += take(words, ring.index(next));
            }
            ring.consumed(next);
        }
    }

    /** Takes one report and says how many words it has. */
    abstract int take(long[] words, int at);

    /** Called once, behind the last report. */
    abstract void end();
}
