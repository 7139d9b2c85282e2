package io.hft.engine.book;

import java.util.Arrays;

/**
 * The records of all price levels of a book, both sides; a level's number stays the same for as long as it has orders.
 *
 * <pre>
 * one record, 32 bytes
 *  word 0  key (the price in its side's order, see BookSide)
 *  word 1  sum of leaves quantities in lots, hidden ones included
 *  word 2  last | first order              (32 bits each)
 *  word 3  order count                     (a free record: the next free one)
 * </pre>
 */
final class LevelSlab {
    static final int NONE = 0;

    private static final int RECORD_BITS = 2;
    private static final int INITIAL_LEVELS = 64;
    private static final int KEY = 0;
    private static final int QUANTITY = 1;
    private static final int ENDS = 2;
    private static final int COUNT = 3;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private static final long[] NOTHING_HIDDEN = {};

    // What icebergs hide, by level; not there before the first iceberg.
    private long[] hidden = NOTHING_HIDDEN;
    private long[] words = new long[INITIAL_LEVELS << RECORD_BITS];
    private int fresh = 1;
    private int freeHead = NONE;
    private int size;

    int size() {
        return size;
    }

    int allocate(long key) {
        size++;
        int level = freeHead;
        if (level != NONE) {
            freeHead = (int) words[at(level, COUNT)];
        } else {
            level = fresh++;
            if (level << RECORD_BITS == words.length) {
                words = Arrays.copyOf(words, words.length * 2);
            }
        }
        final int at = at(level, 0);
        words[at + KEY] = key;
        words[at + QUANTITY] = 0;
        words[at + ENDS] = 0;
        words[at + COUNT] = 0;
        if (level < hidden.length) {
            hidden[level] = 0;
        }
        return level;
    }

    void free(int level) {
        size--;
        words[at(level, COUNT)] = freeHead;
        freeHead = level;
    }

    long key(int level) {
        return words[at(level, KEY)];
    }

    /** Of all orders, hidden quantity included. */
    long quantity(int level) {
        return words[at(level, QUANTITY)];
    }

    /** What the level shows. */
    long shown(int level) {
        final long quantity = words[at(level, QUANTITY)];
        return level < hidden.length ? quantity - hidden[level] : quantity;
    }

    /** So much more of the level's quantity is hidden. */
    void hide(int level, long quantity) {
        if (level >= hidden.length) {
            hidden = Arrays.copyOf(hidden, Math.max(level + 1, words.length >> RECORD_BITS));
        }
        hidden[level] += quantity;
    }

    int first(int level) {
        return (int) words[at(level, ENDS)];
    }

    int last(int level) {
        return (int) (words[at(level, ENDS)] >>> Integer.SIZE);
    }

    int count(int level) {
        return (int) words[at(level, COUNT)];
    }

    /** Puts an order behind all others of the level, with so much more quantity. */
    void append(OrderSlab orders, int level, int order, long quantity) {
        final int last = last(level);
        orders.setLevel(order, level);
        orders.setLinks(order, last, OrderSlab.NONE);
        // The record of no order takes what is written to it: to ask whether there is a neighbour is to guess, and
        // guessing wrong costs more than the write.
        orders.setNext(last, order);
        setEnds(level, last == OrderSlab.NONE ? order : first(level), order);
        add(level, quantity, 1);
    }

    /** Takes an order from the level, which has others besides, with so much quantity. */
    void remove(OrderSlab orders, int level, int order, long quantity) {
        final int previous = orders.previous(order);
        final int next = orders.next(order);
        orders.setNext(previous, next);
        orders.setPrevious(next, previous);
        final long ends = words[at(level, ENDS)];
        final int first = previous == OrderSlab.NONE ? next : (int) ends;
        final int last = next == OrderSlab.NONE ? previous : (int) (ends >>> Integer.SIZE);
        setEnds(level, first, last);
        add(level, -quantity, -1);
    }

    /** Changes what the level holds by one order more or less, or by none. */
    void add(int level, long quantity, int orders) {
        final int at = at(level, 0);
        words[at + QUANTITY] += quantity;
        words[at + COUNT] += orders;
    }

    void setEnds(int level, int first, int last) {
        words[at(level, ENDS)] = (long) last << Integer.SIZE | first;
    }

    void setFirst(int level, int first) {
        final int at = at(level, ENDS);
        words[at] = words[at] & ~LOW_HALF | first;
    }

    void setLast(int level, int last) {
        final int at = at(level, ENDS);
        words[at] = words[at] & LOW_HALF | (long) last << Integer.SIZE;
    }

    private static int at(int level, int field) {
        return (level << RECORD_BITS) + field;
    }
}
