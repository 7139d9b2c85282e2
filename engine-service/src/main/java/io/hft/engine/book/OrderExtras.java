package io.hft.engine.book;

import java.util.Arrays;

/**
 * What only few orders have: stop price, display quantity, deadline. Records are found through the order's record and pooled like
 * those; record 0 stands for having none, and reads as zeros.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  stop price in ticks                   word 1  display quantity in lots
 *  word 2  shown quantity in lots                word 3  deadline in nanoseconds since 1970
 *  word 4  previous | next order of the same deadline    (32 bits each)
 *  word 5  number of the deadline's queue                (a free record: the next free one)
 *  word 6  1: a stop that waits                  word 7  0
 * </pre>
 */
public final class OrderExtras {
    /** No further terms. */
    public static final int NONE = 0;

    private static final int RECORD_BITS = 3;

    private static final int STOP_PRICE = 0;
    private static final int DISPLAY = 1;
    private static final int SHOWN = 2;
    private static final int DEADLINE = 3;
    private static final int LINKS = 4;
    private static final int QUEUE = 5;
    private static final int WAITING = 6;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private long[][] chunks = {new long[1 << CHUNK_BITS + RECORD_BITS]};
    private int chunkCount = 1;
    private int fresh = 1;
    private int freeHead = NONE;

    /** A record with all zeros but these. */
    public int allocate(long stopPriceTicks, long displayQuantityLots, long deadlineNanos) {
        int record = freeHead;
        if (record != NONE) {
            freeHead = (int) get(record, QUEUE);
        } else {
            record = fresh++;
            if (record >>> CHUNK_BITS == chunkCount) {
                addChunk();
            }
        }
        set(record, STOP_PRICE, stopPriceTicks);
        set(record, DISPLAY, displayQuantityLots);
        set(record, SHOWN, 0);
        set(record, DEADLINE, deadlineNanos);
        set(record, LINKS, 0);
        set(record, QUEUE, 0);
        set(record, WAITING, 0);
        return record;
    }

    /** Nothing happens for {@link #NONE}. */
    public void free(int record) {
        if (record != NONE) {
            set(record, QUEUE, freeHead);
            freeHead = record;
        }
    }

    public long stopPriceTicks(int record) {
        return get(record, STOP_PRICE);
    }

    public void setStopPrice(int record, long ticks) {
        set(record, STOP_PRICE, ticks);
    }

    public long displayQuantityLots(int record) {
        return get(record, DISPLAY);
    }

    public void setDisplayQuantity(int record, long lots) {
        set(record, DISPLAY, lots);
    }

    /** Of an iceberg that rests: what of its leaves is shown. */
    long shownLots(int record) {
        return get(record, SHOWN);
    }

    void setShown(int record, long lots) {
        set(record, SHOWN, lots);
    }

    /** 0 for none. */
    public long deadlineNanos(int record) {
        return get(record, DEADLINE);
    }

    /** The queue in which the order waits for its deadline; 0 when it does not. */
    public int deadlineQueue(int record) {
        return (int) get(record, QUEUE);
    }

    public void setDeadlineQueue(int record, int queue) {
        set(record, QUEUE, queue);
    }

    /** The order before this one in that queue, or {@link OrderSlab#NONE}. */
    public int deadlinePrevious(int record) {
        return (int) (get(record, LINKS) >>> Integer.SIZE);
    }

    /** The order behind this one in that queue, or {@link OrderSlab#NONE}. */
    public int deadlineNext(int record) {
        return (int) get(record, LINKS);
    }

    public void setDeadlineLinks(int record, int previous, int next) {
        set(record, LINKS, (long) previous << Integer.SIZE | next);
    }

    public void setDeadlinePrevious(int record, int previous) {
        setDeadlineLinks(record, previous, deadlineNext(record));
    }

    public void setDeadlineNext(int record, int next) {
        setDeadlineLinks(record, deadlinePrevious(record), next);
    }

    /** Whether the order is a stop that waits for its price. */
    public boolean isWaiting(int record) {
        return get(record, WAITING) != 0;
    }

    public void setWaiting(int record, boolean waiting) {
        set(record, WAITING, waiting ? 1 : 0);
    }

    private long get(int record, int field) {
        return chunks[record >>> CHUNK_BITS][((record & CHUNK_MASK) << RECORD_BITS) + field];
    }

    private void set(int record, int field, long value) {
        assert record != NONE : "there is no record to change";
        chunks[record >>> CHUNK_BITS][((record & CHUNK_MASK) << RECORD_BITS) + field] = value;
    }

    private void addChunk() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
    }
}
