package io.hft.bench.book;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Reports on their way from the thread that matches to the thread that formats: one writer, one reader, everything allocated
 * beforehand. A full ring makes the writer wait, so the reader's speed counts when it is the slower one.
 */
final class ReportRing {
    static final int ACCEPTED = 0;
    static final int TRADE = 1;
    static final int CANCELED = 2;
    static final int REPLACED = 3;
    static final int CANCEL_REJECTED = 4;
    static final int REPLACE_REJECTED = 5;

    /** Per report: sequence << 8 | side << 4 | type, order id (of a trade: the maker's), price, quantity, taker's id. */
    static final int WORDS = 5;

    private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

    // Each counter has its cache lines for itself, so that polling one does not disturb whoever writes the other.
    private static final int PUBLISHED = 16;
    private static final int CONSUMED = 48;

    private final long[] words;
    private final int mask;

    private final long[] counters = new long[64];

    // The writer's own.
    private long written;
    private long consumedSeen;

    ReportRing(int capacityBits) {
        words = new long[WORDS << capacityBits];
        mask = (1 << capacityBits) - 1;
    }

    /** Adds a report; the reader sees it after {@link #publish}. */
    void add(int type, boolean buy, long sequence, long orderId, long price, long quantity, long takerOrderId) {
        if (written - consumedSeen > mask) {
            awaitSpace();
        }
        final int at = ((int) written & mask) * WORDS;
        words[at] = sequence << 8 | (buy ? 0 : 1 << 4) | type;
        words[at + 1] = orderId;
        words[at + 2] = price;
        words[at + 3] = quantity;
        words[at + 4] = takerOrderId;
        written++;
    }

    void publish() {
        // Release: whoever sees the count sees the reports.
        COUNTER.setRelease(counters, PUBLISHED, written);
    }

    /** Reader: the number of reports that may be read. */
    long published() {
        return (long) COUNTER.getAcquire(counters, PUBLISHED);
    }

    /** Reader: the word of a report. */
    long word(long report, int word) {
        return words[((int) report & mask) * WORDS + word];
    }

    /** Reader: everything before this report may be overwritten. */
    void consumed(long reports) {
        COUNTER.setRelease(counters, CONSUMED, reports);
    }

    private void awaitSpace() {
        publish();
        while (written - (consumedSeen = (long) COUNTER.getAcquire(counters, CONSUMED)) > mask) {
            Thread.onSpinWait();
        }
    }
}
