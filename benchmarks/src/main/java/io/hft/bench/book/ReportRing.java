package io.hft.bench.book;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Reports on their way from the thread that matches to the thread that reads them: one writer, one reader, everything allocated
 * beforehand. A full ring makes the writer wait, so the reader's speed counts when it is the slower one.
 *
 * <p>A report is as long as what it says, so that few cache lines change hands:
 *
 * <pre>
 *  word 0  sequence << 8 | side << 4 | type
 *  word 1  order id (of a trade: the maker's)
 *  word 2  price                                 not of a rejection
 *  word 3  quantity                              not of a cancellation
 *  word 4  the taker's order id                  only of a trade
 * </pre>
 *
 * The writer publishes in strides, and whatever is left with {@link #flush}: a counter that is written for every message is read for
 * every message, and costs both threads more than the report does.
 */
public final class ReportRing {
    static final int ACCEPTED = 0;
    static final int TRADE = 1;
    static final int CANCELED = 2;
    static final int REPLACED = 3;
    static final int CANCEL_REJECTED = 4;
    static final int REPLACE_REJECTED = 5;

    static final int MAX_WORDS = 5;

    // So far behind that the reader, and what its core fetches ahead of it, keeps off the lines that are being written.
    private static final int STRIDE = 2048;
    private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);

    // Each counter has its cache lines for itself, so that polling one does not disturb whoever writes the other.
    private static final int PUBLISHED = 16;
    private static final int CONSUMED = 48;

    // A report that begins in the last words ends behind them, and the next begins as much later: none is ever split.
    private final long[] words;
    private final int mask;

    private final long[] counters = new long[64];

    // The writer's own: all in words since the beginning.
    private long written;
    private long publishedLast;
    private long consumedSeen;

    /**
     * @param wordBits the ring has {@code 1 << wordBits} words
     */
    public ReportRing(int wordBits) {
        words = new long[(1 << wordBits) + MAX_WORDS];
        mask = (1 << wordBits) - 1;
    }

    public void accepted(long sequence, boolean buy, long orderId, long price, long quantity) {
        terms(ACCEPTED, sequence, buy, orderId, price, quantity);
    }

    public void replaced(long sequence, boolean buy, long orderId, long price, long quantity) {
        terms(REPLACED, sequence, buy, orderId, price, quantity);
    }

    public void trade(long sequence, long price, long quantity, long makerOrderId, long takerOrderId) {
        final int at = claim();
        words[at] = sequence << 8 | TRADE;
        words[at + 1] = makerOrderId;
        words[at + 2] = price;
        words[at + 3] = quantity;
        words[at + 4] = takerOrderId;
        written += 5;
    }

    public void canceled(long sequence, boolean buy, long orderId, long price) {
        final int at = claim();
        words[at] = sequence << 8 | side(buy) | CANCELED;
        words[at + 1] = orderId;
        words[at + 2] = price;
        written += 3;
    }

    public void cancelRejected(long sequence, long orderId) {
        rejected(CANCEL_REJECTED, sequence, orderId);
    }

    public void replaceRejected(long sequence, long orderId) {
        rejected(REPLACE_REJECTED, sequence, orderId);
    }

    /** Shows the reader everything that was added. */
    public void flush() {
        publishedLast = written;
        // Release: whoever sees the count sees the reports.
        COUNTER.setRelease(counters, PUBLISHED, written);
    }

    /** Of a report, in words, by its first one. */
    static int length(long head) {
        return switch ((int) head & 0xF) {
            case TRADE -> 5;
            case CANCELED -> 3;
            case CANCEL_REJECTED, REPLACE_REJECTED -> 2;
            default -> 4;
        };
    }

    /** Reader: up to which word it may read. */
    long published() {
        return (long) COUNTER.getAcquire(counters, PUBLISHED);
    }

    /** Reader: where a position is in {@link #words}. */
    int index(long position) {
        return (int) position & mask;
    }

    /** Reader: the words of all reports. */
    long[] words() {
        return words;
    }

    /** Reader: everything before this position may be overwritten. */
    void consumed(long position) {
        COUNTER.setRelease(counters, CONSUMED, position);
    }

    private void terms(int type, long sequence, boolean buy, long orderId, long price, long quantity) {
        final int at = claim();
        words[at] = sequence << 8 | side(buy) | type;
        words[at + 1] = orderId;
        words[at + 2] = price;
        words[at + 3] = quantity;
        written += 4;
    }

    private void rejected(int type, long sequence, long orderId) {
        final int at = claim();
        words[at] = sequence << 8 | type;
        words[at + 1] = orderId;
        written += 2;
    }

    private static int side(boolean buy) {
        return buy ? 0 : 1 << 4;
    }

    private int claim() {
        if (written - publishedLast >= STRIDE) {
            flush();
        }
        // The last report of a round may begin before what the reader has given back and end behind it.
        if (written - consumedSeen > mask - 2 * MAX_WORDS) {
            awaitSpace();
        }
        return (int) written & mask;
    }

    private void awaitSpace() {
        flush();
        while (written - (consumedSeen = (long) COUNTER.getAcquire(counters, CONSUMED)) > mask - 2 * MAX_WORDS) {
            Thread.onSpinWait();
        }
    }
}
