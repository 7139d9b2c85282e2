package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotSection;
import java.util.Arrays;

/**
 * Open orders with a deadline, the earliest first, equal ones in the order of entry. Orders with the same deadline stand in a queue of their own, and
 * a binary heap holds these queues: all orders of one day's end are one entry of it, so that each of them comes and goes in a step or two, and
 * only orders with a moment of their own pay for the heap.
 *
 * <pre>
 * one queue, 32 bytes; the orders' links and the number of their queue stand in their further terms
 *  word 0  deadline in nanoseconds since 1970
 *  word 1  last | first order                    (32 bits each)
 *  word 2  place in the heap                     (a free queue: the next free one)
 *  word 3  0
 * </pre>
 */
final class DeadlineQueue {
    private static final int NO_QUEUE = 0;
    private static final int NO_ORDER = OrderSlab.NONE;
    private static final int FIRST_PLACE = 1;
    private static final int INITIAL_QUEUES = 64;

    private static final int RECORD_BITS = 2;
    private static final int DEADLINE = 0;
    private static final int ENDS = 1;
    private static final int PLACE = 2;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final OrderSlab orders;
    private final OrderExtras extras;
    private final OrderIndex byDeadline;
    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int fresh = 1;
    private int freeHead = NO_QUEUE;
    private int[] heap = new int[INITIAL_QUEUES];
    private int queues;
    private int size;
    // The one that the last order came to: most orders with a deadline end with the day.
    private int latest = NO_QUEUE;

    /** @param hashSeed what the places of deadlines depend on; orders bring them, and so do strangers */
    DeadlineQueue(OrderSlab orders, OrderExtras extras, long hashSeed) {
        this.orders = orders;
        this.extras = extras;
        this.byDeadline = new OrderIndex(this::deadline, hashSeed);
    }

    /** How many orders wait. */
    int size() {
        return size;
    }

    /** {@link Long#MAX_VALUE} when nothing waits. */
    long nextDeadlineNanos() {
        return queues == 0 ? Long.MAX_VALUE : deadline(heap[FIRST_PLACE]);
    }

    /** The order whose deadline is at or before that time, or {@link OrderSlab#NONE}. It stays. */
    int due(long nowNanos) {
        return queues > 0 && deadline(heap[FIRST_PLACE]) <= nowNanos ? first(heap[FIRST_PLACE]) : NO_ORDER;
    }

    /** The order's further terms say its deadline. */
    void add(int order) {
        final int record = orders.extras(order);
        final int queue = queueOf(extras.deadlineNanos(record));
        final int last = last(queue);
        extras.setDeadlineQueue(record, queue);
        extras.setDeadlineLinks(record, last, NO_ORDER);
        if (last == NO_ORDER) {
            setEnds(queue, order, order);
        } else {
            extras.setDeadlineNext(orders.extras(last), order);
            setEnds(queue, first(queue), order);
        }
        size++;
    }

    /** Nothing happens when the order does not wait. */
    void remove(int order) {
        final int record = orders.extras(order);
        final int queue = extras.deadlineQueue(record);
        if (queue == NO_QUEUE) {
            return;
        }
        final int previous = extras.deadlinePrevious(record);
        final int next = extras.deadlineNext(record);
        extras.setDeadlineQueue(record, NO_QUEUE);
        size--;
        if (previous == NO_ORDER && next == NO_ORDER) {
            free(queue);
            return;
        }
        if (previous != NO_ORDER) {
            extras.setDeadlineNext(orders.extras(previous), next);
        }
        if (next != NO_ORDER) {
            extras.setDeadlinePrevious(orders.extras(next), previous);
        }
        setEnds(queue, previous == NO_ORDER ? next : first(queue), next == NO_ORDER ? previous : last(queue));
    }

    /** The ids of all orders in the order in which they expire. */
    void writeTo(SnapshotEncoder out) {
        final long[] deadlines = new long[queues];
        for (int i = 0; i < queues; i++) {
            deadlines[i] = deadline(heap[FIRST_PLACE + i]);
        }
        Arrays.sort(deadlines);
        out.begin(SnapshotSection.DEADLINES);
        for (final long deadline : deadlines) {
            int order = first(byDeadline.get(deadline));
            while (order != NO_ORDER) {
                out.buffer().putLong(out.record(Long.BYTES), orders.orderId(order), LITTLE_ENDIAN);
                order = extras.deadlineNext(orders.extras(order));
            }
        }
    }

    private int queueOf(long deadline) {
        if (latest == NO_QUEUE || deadline(latest) != deadline) {
            final int known = byDeadline.get(deadline);
            latest = known == NO_QUEUE ? begin(deadline) : known;
        }
        return latest;
    }

    private int begin(long deadline) {
        int queue = freeHead;
        if (queue != NO_QUEUE) {
            freeHead = place(queue);
        } else {
            queue = fresh++;
            if (queue >>> CHUNK_BITS == chunkCount) {
                addChunk();
            }
        }
        set(queue, DEADLINE, deadline);
        setEnds(queue, NO_ORDER, NO_ORDER);
        byDeadline.put(deadline, queue);
        if (++queues == heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        moveUp(queues, queue);
        return queue;
    }

    private void free(int queue) {
        byDeadline.remove(deadline(queue), queue);
        final int place = place(queue);
        final int last = heap[queues--];
        if (last != queue) {
            moveUp(place, last);
            moveDown(place(last), last);
        }
        if (latest == queue) {
            latest = NO_QUEUE;
        }
        set(queue, PLACE, freeHead);
        freeHead = queue;
    }

    private void moveUp(int from, int queue) {
        final long deadline = deadline(queue);
        int place = from;
        while (place > FIRST_PLACE && deadline < deadline(heap[place >> 1])) {
            put(place, heap[place >> 1]);
            place >>= 1;
        }
        put(place, queue);
    }

    private void moveDown(int from, int queue) {
        final long deadline = deadline(queue);
        int place = from;
        while (2 * place <= queues) {
            int child = 2 * place;
            if (child < queues && deadline(heap[child + 1]) < deadline(heap[child])) {
                child++;
            }
            if (deadline(heap[child]) >= deadline) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, queue);
    }

    private void put(int place, int queue) {
        heap[place] = queue;
        set(queue, PLACE, place);
    }

    private long deadline(int queue) {
        return get(queue, DEADLINE);
    }

    private int first(int queue) {
        return (int) get(queue, ENDS);
    }

    private int last(int queue) {
        return (int) (get(queue, ENDS) >>> Integer.SIZE);
    }

    private void setEnds(int queue, int first, int last) {
        set(queue, ENDS, (long) last << Integer.SIZE | first);
    }

    private int place(int queue) {
        return (int) get(queue, PLACE);
    }

    private long get(int queue, int field) {
        return chunks[queue >>> CHUNK_BITS][((queue & CHUNK_MASK) << RECORD_BITS) + field];
    }

    private void set(int queue, int field, long value) {
        chunks[queue >>> CHUNK_BITS][((queue & CHUNK_MASK) << RECORD_BITS) + field] = value;
    }

    private void addChunk() {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
    }
}
