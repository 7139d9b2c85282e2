package io.hft.engine.matching;

import java.util.Arrays;

/** Stops whose price was reached, first in, first out, until it is their turn. */
final class TriggerQueue {
    private int[] orders = new int[64];
    private int head;
    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    void add(int order) {
        if (tail == orders.length) {
            makeRoom();
        }
        orders[tail++] = order;
    }

    /** The queue must not be empty. */
    int take() {
        final int order = orders[head++];
        if (head == tail) {
            head = 0;
            tail = 0;
        }
        return order;
    }

    private void makeRoom() {
        if (head < orders.length / 2) {
            orders = Arrays.copyOf(orders, orders.length * 2);
        } else {
            System.arraycopy(orders, head, orders, 0, tail - head);
            tail -= head;
            head = 0;
        }
    }
}
