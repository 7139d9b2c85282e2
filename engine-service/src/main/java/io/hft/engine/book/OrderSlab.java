package io.hft.engine.book;

import java.util.Arrays;

/**
 * The records of all resting orders of a shard, indexed by a small number. Freed records are reused last in, first out, so that
 * the warm ones stay in use. Grows by a chunk at a time, without copying, up to its capacity.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  order id
 *  word 1  account id
 *  word 2  price in ticks
 *  word 3  leaves quantity in lots
 *  word 4  total quantity in lots
 *  word 5  previous | next order of the level          (32 bits each; a free record: the next free one)
 *  word 6  instrument id | level
 *  word 7  side, order type, time in force             (codes, one byte each from the lowest)
 * </pre>
 */
public final class OrderSlab {
    /** No order. */
    public static final int NONE = 0;

    private static final int CHUNK_BITS = 12;
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
    private static final int TERMS = 7;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final int capacity;
    private long[][] chunks = new long[4][];
    private int chunkCount;
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

    public boolean isFull() {
        return size == capacity;
    }

    /** A record to be filled by {@link #fill}. The caller has seen to it that the slab is not full. */
    int allocate() {
        assert !isFull() : "slab of " + capacity + " orders is full";
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
        chunk[at + PLACE] = (long) instrumentId << Integer.SIZE;
        chunk[at + TERMS] = terms;
    }

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
        return (int) (chunk(order)[at(order, PLACE)] >>> Integer.SIZE);
    }

    /** Side, order type and time in force in one number, see {@link OrderTerms}. */
    public int terms(int order) {
        return (int) chunk(order)[at(order, TERMS)];
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

    void setPrice(int order, long price) {
        chunk(order)[at(order, PRICE)] = price;
    }

    void setLeaves(int order, long leaves) {
        chunk(order)[at(order, LEAVES)] = leaves;
    }

    void setQuantity(int order, long quantity) {
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
        return chunks[order >>> CHUNK_BITS];
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
