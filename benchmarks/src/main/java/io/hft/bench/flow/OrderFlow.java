package io.hft.bench.flow;

import java.util.Arrays;

/**
 * The messages of a flow, for one book. Prices in ticks, quantities in lots; a replace names the new open quantity and always sends
 * the order to the back of its queue. Not changed any more once it is replayed; then any thread may read it.
 */
public final class OrderFlow {
    public static final int NEW = 'N';
    public static final int CANCEL = 'C';
    public static final int REPLACE = 'M';

    private static final int WORDS = 4;
    private static final int BUY = 1 << 8;
    private static final int IOC = 1 << 9;
    private static final int SEQUENCE_SHIFT = 16;

    // Per message: sequence << 16 | flags << 8 | kind, order id, price, quantity.
    private long[] words;
    private int size;

    /**
     * @param expectedSize how many messages there is room for at first
     */
    public OrderFlow(int expectedSize) {
        words = new long[Math.max(1, expectedSize) * WORDS];
    }

    public void addNew(long sequence, long orderId, boolean buy, long price, long quantity, boolean immediateOrCancel) {
        add(NEW | side(buy) | (immediateOrCancel ? IOC : 0), sequence, orderId, price, quantity);
    }

    public void addCancel(long sequence, long orderId) {
        add(CANCEL, sequence, orderId, 0, 0);
    }

    public void addReplace(long sequence, long orderId, boolean buy, long price, long quantity) {
        add(REPLACE | side(buy), sequence, orderId, price, quantity);
    }

    public int size() {
        return size;
    }

    public int kind(int message) {
        return (int) words[message * WORDS] & 0xFF;
    }

    public long sequence(int message) {
        return words[message * WORDS] >>> SEQUENCE_SHIFT;
    }

    public boolean isBuy(int message) {
        return (words[message * WORDS] & BUY) != 0;
    }

    public boolean isImmediateOrCancel(int message) {
        return (words[message * WORDS] & IOC) != 0;
    }

    public long orderId(int message) {
        return words[message * WORDS + 1];
    }

    public long price(int message) {
        return words[message * WORDS + 2];
    }

    public long quantity(int message) {
        return words[message * WORDS + 3];
    }

    private static int side(boolean buy) {
        return buy ? BUY : 0;
    }

    private void add(int kindAndFlags, long sequence, long orderId, long price, long quantity) {
        if (size * WORDS == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        final int word = size++ * WORDS;
        words[word] = sequence << SEQUENCE_SHIFT | kindAndFlags;
        words[word + 1] = orderId;
        words[word + 2] = price;
        words[word + 3] = quantity;
    }
}
