package io.hft.engine.matching;

import io.hft.engine.book.OrderIndex;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.snapshot.FinishedOrderRecord;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotSection;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The last finished orders with the state in which they ended, so that a repeated id is answered and never makes a second order.
 * A ring: the oldest is forgotten when it is full. Grows by a chunk at a time up to its capacity.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  order id              word 1  account id
 *  word 2  price in ticks        word 3  total quantity in lots        word 4  cumulative quantity in lots
 *  word 5  instrument id | terms, see OrderTerms
 *  word 6  reject reason | order status
 *  word 7  0
 * </pre>
 */
final class RecentOrderIds implements OrderIndex.Records {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int RECORD_BITS = 3;

    private final long hashSeed;
    private int capacity;
    private OrderIndex index;
    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int next;

    RecentOrderIds(int capacity, long hashSeed) {
        this.hashSeed = hashSeed;
        this.index = new OrderIndex(this, hashSeed);
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /** Remembers an order that has just finished, as the view says it; its id is not remembered yet. */
    void remember(OrderView order) {
        final int record = next;
        next = record + 1 == capacity ? 0 : record + 1;
        if (record >>> CHUNK_BITS == chunkCount) {
            addChunk();
        }
        final long[] chunk = chunks[record >>> CHUNK_BITS];
        final int at = (record & CHUNK_MASK) << RECORD_BITS;
        if (chunk[at + 6] != 0) {
            index.remove(chunk[at], record + 1);
        }
        chunk[at] = order.orderId;
        chunk[at + 1] = order.accountId;
        chunk[at + 2] = order.priceTicks;
        chunk[at + 3] = order.quantityLots;
        chunk[at + 4] = order.cumulativeQuantityLots;
        chunk[at + 5] = (long) order.instrumentId << Integer.SIZE | order.terms & 0xFFFF_FFFFL;
        chunk[at + 6] = (long) order.rejectReasonCode << Integer.SIZE | order.orderStatusCode;
        index.put(order.orderId, record + 1);
    }

    @Override
    public long orderId(int indexed) {
        final int record = indexed - 1;
        return chunks[record >>> CHUNK_BITS][(record & CHUNK_MASK) << RECORD_BITS];
    }

    boolean contains(long orderId) {
        return index.get(orderId) != OrderIndex.NONE;
    }

    /** Fills the view, or leaves it untouched and says false when the id is not remembered. */
    boolean find(long orderId, OrderView out) {
        final int found = index.get(orderId);
        if (found == OrderIndex.NONE) {
            return false;
        }
        read(found - 1, out);
        return true;
    }

    /** Remembers another number of orders from now on; when it is smaller, the oldest are forgotten. */
    void setCapacity(int orders) {
        if (orders == capacity) {
            return;
        }
        final RecentOrderIds before = new RecentOrderIds(capacity, hashSeed);
        before.chunks = chunks;
        final OrderView order = new OrderView();
        final int records = Math.min(index.size(), capacity);
        int record = records < capacity ? 0 : next;
        index = new OrderIndex(this, hashSeed);
        chunks = new long[4][];
        chunkCount = 0;
        next = 0;
        capacity = orders;
        for (int i = 0; i < records; i++) {
            if (i >= records - orders) {
                before.read(record, order);
                remember(order);
            }
            record = record + 1 == before.capacity ? 0 : record + 1;
        }
    }

    int size() {
        return index.size();
    }

    /** The oldest first. */
    void writeTo(SnapshotEncoder out, SnapshotSection section) {
        final OrderView order = new OrderView();
        final int records = index.size();
        int record = records < capacity ? 0 : next;
        out.begin(section);
        for (int i = 0; i < records; i++) {
            read(record, order);
            FinishedOrderRecord.encode(
                    out.buffer(),
                    out.record(FinishedOrderRecord.LENGTH),
                    order.orderId,
                    order.accountId,
                    order.priceTicks,
                    order.quantityLots,
                    order.cumulativeQuantityLots,
                    order.instrumentId,
                    order.terms,
                    order.rejectReasonCode,
                    order.orderStatusCode);
            record = record + 1 == capacity ? 0 : record + 1;
        }
    }

    /** Nothing is remembered here yet. */
    void readFrom(SnapshotDecoder in, SnapshotSection section, long count, OrderCommands orders) {
        final DirectBuffer buffer = in.buffer();
        final OrderView order = new OrderView();
        in.begin(section);
        for (long i = 0; i < count; i++) {
            final int at = in.record(FinishedOrderRecord.LENGTH);
            order.orderId = FinishedOrderRecord.orderId(buffer, at);
            order.accountId = FinishedOrderRecord.accountId(buffer, at);
            order.priceTicks = FinishedOrderRecord.priceTicks(buffer, at);
            order.quantityLots = FinishedOrderRecord.quantityLots(buffer, at);
            order.cumulativeQuantityLots = FinishedOrderRecord.cumulativeQuantityLots(buffer, at);
            order.instrumentId = FinishedOrderRecord.instrumentId(buffer, at);
            order.terms = FinishedOrderRecord.terms(buffer, at);
            order.rejectReasonCode = FinishedOrderRecord.rejectReasonCode(buffer, at);
            order.orderStatusCode = FinishedOrderRecord.orderStatusCode(buffer, at);
            in.requireZeros(at + FinishedOrderRecord.LENGTH - 3, 3);
            if (order.orderId <= 0 || orders.isKnown(order.orderId)) {
                throw in.refuse("order id " + order.orderId + " comes twice, or is none");
            }
            if (!isOf(section, order.orderStatusCode) || !RejectReason.isKnown(order.rejectReasonCode)) {
                throw in.refuse("order " + order.orderId + " ended with status " + order.orderStatusCode
                        + " and reason " + order.rejectReasonCode);
            }
            remember(order);
        }
    }

    // Orders that were refused under earlier rules are among the finished ones.
    private static boolean isOf(SnapshotSection section, byte statusCode) {
        return statusCode == OrderStatus.REJECTED.code()
                || section == SnapshotSection.FINISHED_ORDERS
                        && (statusCode == OrderStatus.FILLED.code()
                                || statusCode == OrderStatus.CANCELED.code()
                                || statusCode == OrderStatus.EXPIRED.code());
    }

    private void read(int record, OrderView out) {
        final long[] chunk = chunks[record >>> CHUNK_BITS];
        final int at = (record & CHUNK_MASK) << RECORD_BITS;
        out.orderId = chunk[at];
        out.accountId = chunk[at + 1];
        out.priceTicks = chunk[at + 2];
        out.quantityLots = chunk[at + 3];
        out.cumulativeQuantityLots = chunk[at + 4];
        out.leavesQuantityLots = 0;
        out.instrumentId = (int) (chunk[at + 5] >>> Integer.SIZE);
        out.terms = (int) chunk[at + 5];
        out.orderStatusCode = (byte) chunk[at + 6];
        out.rejectReasonCode = (int) (chunk[at + 6] >>> Integer.SIZE);
        out.stopPriceTicks = 0;
        out.displayQuantityLots = 0;
        out.expireAtNanos = 0;
    }

    private void addChunk() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
    }
}
