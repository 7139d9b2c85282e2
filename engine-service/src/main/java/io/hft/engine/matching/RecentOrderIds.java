package io.hft.engine.matching;

import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderTerms;
import java.util.Arrays;

/**
 * The last finished orders with the state in which they ended, so that a repeated id is answered and never makes a second order.
 * A ring: the oldest is forgotten when it is full. Grows by a chunk at a time up to its capacity.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  order id              word 1  account id
 *  word 2  price in ticks        word 3  total quantity in lots        word 4  cumulative quantity in lots
 *  word 5  instrument id | side, order type, time in force
 *  word 6  reject reason | order status
 *  word 7  0
 * </pre>
 */
final class RecentOrderIds {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int RECORD_BITS = 3;

    private final int capacity;
    private final OrderIndex index = new OrderIndex();
    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int next;

    RecentOrderIds(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers an order that has just finished; its id is not remembered yet. */
    void remember(
            long orderId,
            long accountId,
            int instrumentId,
            int terms,
            byte statusCode,
            int reasonCode,
            long priceTicks,
            long quantityLots,
            long cumulativeLots) {
        final int record = next;
        next = record + 1 == capacity ? 0 : record + 1;
        if (record >>> CHUNK_BITS == chunkCount) {
            addChunk();
        }
        final long[] chunk = chunks[record >>> CHUNK_BITS];
        final int at = (record & CHUNK_MASK) << RECORD_BITS;
        if (chunk[at + 6] != 0) {
            index.remove(chunk[at]);
        }
        chunk[at] = orderId;
        chunk[at + 1] = accountId;
        chunk[at + 2] = priceTicks;
        chunk[at + 3] = quantityLots;
        chunk[at + 4] = cumulativeLots;
        chunk[at + 5] = (long) instrumentId << Integer.SIZE | terms;
        chunk[at + 6] = (long) reasonCode << Integer.SIZE | statusCode;
        index.put(orderId, record + 1);
    }

    /** Fills the view, or leaves it untouched and says false when the id is not remembered. */
    boolean find(long orderId, OrderView out) {
        final int found = index.get(orderId);
        if (found == OrderIndex.NONE) {
            return false;
        }
        final long[] chunk = chunks[found - 1 >>> CHUNK_BITS];
        final int at = (found - 1 & CHUNK_MASK) << RECORD_BITS;
        out.orderId = orderId;
        out.accountId = chunk[at + 1];
        out.priceTicks = chunk[at + 2];
        out.quantityLots = chunk[at + 3];
        out.cumulativeQuantityLots = chunk[at + 4];
        out.leavesQuantityLots = 0;
        out.instrumentId = (int) (chunk[at + 5] >>> Integer.SIZE);
        final int terms = (int) chunk[at + 5];
        out.sideCode = OrderTerms.sideCode(terms);
        out.orderTypeCode = OrderTerms.orderTypeCode(terms);
        out.timeInForceCode = OrderTerms.timeInForceCode(terms);
        out.orderStatusCode = (byte) chunk[at + 6];
        out.rejectReasonCode = (int) (chunk[at + 6] >>> Integer.SIZE);
        return true;
    }

    private void addChunk() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
    }
}
