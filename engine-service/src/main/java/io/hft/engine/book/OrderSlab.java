package io.hft.engine.book;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import java.util.Arrays;

/**
 * The records of all resting orders of a shard, indexed by a small number. Freed records are reused last in, first out, so that
 * the warm ones stay in use. Grows by a chunk at a time, without copying, up to its capacity. Record 0 is no order's.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  order id
 *  word 1  account id
 *  word 2  price in ticks
 *  word 3  leaves quantity in lots
 *  word 4  total quantity in lots
 *  word 5  previous | next order of the level          (32 bits each; a free record: the next free one)
 *  word 6  instrument id (16 bits), packed terms (16) | level (32)
 *  word 7  position record | further terms, see OrderExtras
 * </pre>
 */
public final class OrderSlab implements OrderIndex.Records {
    /** No order. */
    public static final int NONE = 0;

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK_ORDERS = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK_ORDERS - 1;
    private static final int RECORD_BITS = 3;

    private static final int ORDER_ID = 0;
    private static final int ACCOUNT_ID = 1;
    private static final int PRICE = 2;
    private static final int LEAVES = 3;
    private static final int QUANTITY = 4;
    private static final int LINKS = 5;
    private static final int PLACE = 6;
    private static final int OTHERS = 7;
    private static final int TERMS_SHIFT = 32;
    private static final int INSTRUMENT_SHIFT = 48;
    private static final int TERMS_MASK = 0xFFFF;
    private static final long BUY_BIT = (long) Side.BUY.code() << TERMS_SHIFT;
    private static final long SIDE_BITS = 3L << TERMS_SHIFT;
    private static final long TYPE_BITS = 7L << TERMS_SHIFT + 2;
    private static final long ICEBERG_BITS = (long) OrderType.ICEBERG.code() << TERMS_SHIFT + 2;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private int capacity;
    // Found without looking it up among the others: most books never need a second.
    private final long[] firstChunk = new long[CHUNK_ORDERS << RECORD_BITS];
    private long[][] chunks = {firstChunk, null, null, null};
    private int chunkCount = 1;
    private int fresh = 1;
    private int freeHead = NONE;
    private int size;

    /**
     * @param capacity the most orders that may be live at a time; memory is taken as it is needed
     */
    public OrderSlab(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive, was " + capacity);
        }
        this.capacity = capacity;
    }

    public int size() {
        return size;
    }

    /** The most orders that may be live at a time. */
    public int capacity() {
        return capacity;
    }

    public boolean isFull() {
        return size >= capacity;
    }

    /** Changes how many orders may be live from now on; those that are stay. */
    public void setCapacity(int orders) {
        capacity = orders;
    }

    /** A record to be filled by {@link #fill}. The caller decides what a full slab means. */
    int allocate() {
        size++;
        final int order = freeHead;
        if (order != NONE) {
            freeHead = next(order);
            return order;
        }
        if (fresh >>> CHUNK_BITS == chunkCount) {
            addChunk();
        }
        return fresh++;
    }

    void free(int order) {
        size--;
        chunk(order)[at(order, LINKS)] = freeHead;
        freeHead = order;
    }

    void fill(int order, long orderId, long accountId, int instrumentId, int terms, long price, long quantity) {
        final long[] chunk = chunk(order);
        final int at = at(order, 0);
        chunk[at + ORDER_ID] = orderId;
        chunk[at + ACCOUNT_ID] = accountId;
        chunk[at + PRICE] = price;
        chunk[at + QUANTITY] = quantity;
        chunk[at + PLACE] = (long) instrumentId << INSTRUMENT_SHIFT | (long) OrderTerms.pack(terms) << TERMS_SHIFT;
        chunk[at + OTHERS] = 0;
    }

    @Override
    public long orderId(int order) {
        return chunk(order)[at(order, ORDER_ID)];
    }

    public long accountId(int order) {
        return chunk(order)[at(order, ACCOUNT_ID)];
    }

    public long priceTicks(int order) {
        return chunk(order)[at(order, PRICE)];
    }

    public long leavesLots(int order) {
        return chunk(order)[at(order, LEAVES)];
    }

    /** The total: cumulative plus leaves. */
    public long quantityLots(int order) {
        return chunk(order)[at(order, QUANTITY)];
    }

    public int instrumentId(int order) {
        return (int) (chunk(order)[at(order, PLACE)] >>> INSTRUMENT_SHIFT);
    }

    /** Side, order type, time in force and flags in one number, see {@link OrderTerms}. */
    public int terms(int order) {
        return OrderTerms.unpack((int) (chunk(order)[at(order, PLACE)] >>> TERMS_SHIFT) & TERMS_MASK);
    }

    public boolean isBuy(int order) {
        return (chunk(order)[at(order, PLACE)] & SIDE_BITS) == BUY_BIT;
    }

    public boolean isIceberg(int order) {
        return (chunk(order)[at(order, PLACE)] & TYPE_BITS) == ICEBERG_BITS;
    }

    /** A number that the caller keeps beside the order. */
    public int position(int order) {
        return (int) (chunk(order)[at(order, OTHERS)] >>> Integer.SIZE);
    }

    /** The record of its further terms, or {@link OrderExtras#NONE}. */
    public int extras(int order) {
        return (int) chunk(order)[at(order, OTHERS)];
    }

    public void setOthers(int order, int position, int extras) {
        chunk(order)[at(order, OTHERS)] = (long) position << Integer.SIZE | extras;
    }

    int level(int order) {
        return (int) chunk(order)[at(order, PLACE)];
    }

    int next(int order) {
        return (int) chunk(order)[at(order, LINKS)];
    }

    int previous(int order) {
        return (int) (chunk(order)[at(order, LINKS)] >>> Integer.SIZE);
    }

    public void setPrice(int order, long price) {
        chunk(order)[at(order, PRICE)] = price;
    }

    public void setLeaves(int order, long leaves) {
        chunk(order)[at(order, LEAVES)] = leaves;
    }

    public void setQuantity(int order, long quantity) {
        chunk(order)[at(order, QUANTITY)] = quantity;
    }

    void setLevel(int order, int level) {
        final long[] chunk = chunk(order);
        final int at = at(order, PLACE);
        chunk[at] = chunk[at] & ~LOW_HALF | level;
    }

    void setLinks(int order, int previous, int next) {
        chunk(order)[at(order, LINKS)] = (long) previous << Integer.SIZE | next;
    }

    void setNext(int order, int next) {
        final long[] chunk = chunk(order);
        final int at = at(order, LINKS);
        chunk[at] = chunk[at] & ~LOW_HALF | next;
    }

    void setPrevious(int order, int previous) {
        final long[] chunk = chunk(order);
        final int at = at(order, LINKS);
        chunk[at] = chunk[at] & LOW_HALF | (long) previous << Integer.SIZE;
    }

    private long[] chunk(int order) {
        final int chunk = order >>> CHUNK_BITS;
        return chunk == 0 ? firstChunk : chunks[chunk];
    }

    private static int at(int order, int field) {
        return ((order & CHUNK_MASK) << RECORD_BITS) + field;
    }

    private void addChunk() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new long[CHUNK_ORDERS << RECORD_BITS];
    }
}
