package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotSection;
import java.util.Arrays;

/**
 * Open orders with a deadline, the earliest first, equal ones in the order of entry: a binary heap that knows where each order stands, so that
 * one can leave from the middle.
 */
final class DeadlineQueue {
    private static final int INITIAL_ORDERS = 64;
    private static final int FIRST = 1;

    private final OrderSlab orders;
    private final OrderExtras extras;
    private int[] heap = new int[INITIAL_ORDERS];
    private int size;
    private long lastEntry;

    DeadlineQueue(OrderSlab orders, OrderExtras extras) {
        this.orders = orders;
        this.extras = extras;
    }

    /** {@link Long#MAX_VALUE} when nothing waits. */
    long nextDeadlineNanos() {
        return size == 0 ? Long.MAX_VALUE : extras.deadlineNanos(orders.extras(heap[FIRST]));
    }

    /** The order whose deadline is at or before that time, or {@link OrderSlab#NONE}. It stays. */
    int due(long nowNanos) {
        return nextDeadlineNanos() <= nowNanos && size > 0 ? heap[FIRST] : OrderSlab.NONE;
    }

    /** The order's further terms say its deadline. */
    void add(int order) {
        if (++size == heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        extras.setDeadlineEntry(orders.extras(order), ++lastEntry);
        moveUp(size, order);
    }

    /** Nothing happens when the order has no deadline. */
    void remove(int order) {
        final int record = orders.extras(order);
        final int place = extras.deadlinePlace(record);
        if (place == 0) {
            return;
        }
        extras.setDeadlinePlace(record, 0);
        final int last = heap[size--];
        if (last != order) {
            moveUp(place, last);
            moveDown(extras.deadlinePlace(orders.extras(last)), last);
        }
    }

    int size() {
        return size;
    }

    /** The ids of all orders in the order in which they expire. */
    void writeTo(SnapshotEncoder out) {
        final DeadlineQueue copy = new DeadlineQueue(orders, extras);
        copy.heap = Arrays.copyOf(heap, size + 1);
        copy.size = size;
        out.begin(SnapshotSection.DEADLINES);
        while (copy.size > 0) {
            final int order = copy.heap[FIRST];
            out.buffer().putLong(out.record(Long.BYTES), orders.orderId(order), LITTLE_ENDIAN);
            copy.takeFirst();
        }
    }

    // Leaves the places in the records alone: they are those of the original.
    private void takeFirst() {
        final int last = heap[size--];
        int place = FIRST;
        while (2 * place <= size) {
            int child = 2 * place;
            if (child < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], last)) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
    }

    private void moveUp(int from, int order) {
        int place = from;
        while (place > FIRST && isBefore(order, heap[place >> 1])) {
            put(place, heap[place >> 1]);
            place >>= 1;
        }
        put(place, order);
    }

    private void moveDown(int from, int order) {
        int place = from;
        while (2 * place <= size) {
            int child = 2 * place;
            if (child < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], order)) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, order);
    }

    private void put(int place, int order) {
        heap[place] = order;
        extras.setDeadlinePlace(orders.extras(order), place);
    }

    private boolean isBefore(int left, int right) {
        final int a = orders.extras(left);
        final int b = orders.extras(right);
        final long first = extras.deadlineNanos(a);
        final long second = extras.deadlineNanos(b);
        return first != second ? first < second : extras.deadlineEntry(a) < extras.deadlineEntry(b);
    }
}
