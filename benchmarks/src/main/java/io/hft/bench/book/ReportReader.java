package io.hft.bench.book;

import java.util.concurrent.locks.LockSupport;

/** The reader's end of the ring: takes every report until {@link #finish} was called and nothing is left. */
abstract sealed class ReportReader implements Runnable permits ReportChecksum, ReportDigest, ReportWriter {
    /** So many words are given back at a time where reports are taken one by one. */
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
            while (next < published) {
                next = takeBatch(words, next, published);
                ring.consumed(next);
            }
        }
    }

    /**
     * Takes some of the reports between two positions, from the first one on.
     *
     * @return where the next report begins
     */
    long takeBatch(long[] words, long begin, long end) {
        final long enough = Math.min(end, begin + MAX_BATCH);
        long next = begin;
        while (next < enough) {
            next += take(words, ring.index(next));
        }
        return next;
    }

    /** Whether the words between two positions lie in one piece, however they are divided into reports. */
    final boolean inOnePiece(long begin, long end) {
        final int at = ring.index(begin);
        // The first words of a round may be the last ones of a report that began at the end of the round before.
        return at >= ReportRing.MAX_WORDS && ring.index(end) - at == end - begin;
    }

    final int indexOf(long position) {
        return ring.index(position);
    }

    /** Takes one report and says how many words it has. */
    abstract int take(long[] words, int at);

    /** Called once, behind the last report. */
    abstract void end();
}
