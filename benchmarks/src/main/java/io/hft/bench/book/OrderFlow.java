package io.hft.bench.book;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A file of orders, parsed. One message a line:
 *
 * <pre>
 * N,seq,order_id,side,price,quantity,tif    new limit order; side B or S, tif GTC or IOC
 * C,seq,order_id                            cancel
 * M,seq,order_id,side,price,quantity        replace: this price, this open quantity, to the back of the queue
 * </pre>
 */
final class OrderFlow {
    static final int NEW = 'N';
    static final int CANCEL = 'C';
    static final int REPLACE = 'M';

    private static final int WORDS = 4;
    private static final int BUY = 1 << 8;
    private static final int IOC = 1 << 9;
    private static final int SEQUENCE_SHIFT = 16;

    // Per message: sequence << 16 | flags << 8 | kind, order id, price, quantity.
    private long[] words = new long[WORDS * 1024];
    private int size;

    private byte[] text = {};
    private int at;

    private OrderFlow() {}

    /**
     * @throws IllegalArgumentException naming the line that is not understood
     */
    static OrderFlow read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in) {
            return parse(plain.readAllBytes());
        }
    }

    static OrderFlow parse(byte[] text) {
        final OrderFlow flow = new OrderFlow();
        flow.text = text;
        flow.parse();
        flow.text = new byte[0];
        return flow;
    }

    int size() {
        return size;
    }

    int kind(int message) {
        return (int) words[message * WORDS] & 0xFF;
    }

    long sequence(int message) {
        return words[message * WORDS] >>> SEQUENCE_SHIFT;
    }

    boolean isBuy(int message) {
        return (words[message * WORDS] & BUY) != 0;
    }

    boolean isImmediateOrCancel(int message) {
        return (words[message * WORDS] & IOC) != 0;
    }

    long orderId(int message) {
        return words[message * WORDS + 1];
    }

    long price(int message) {
        return words[message * WORDS + 2];
    }

    long quantity(int message) {
        return words[message * WORDS + 3];
    }

    private void parse() {
        while (at < text.length) {
            if (text[at] == '\n' || text[at] == '\r') {
                at++;
                continue;
            }
            parseMessage();
        }
    }

    private void parseMessage() {
        final int begin = at;
        final int kind = text[at++];
        final long sequence = field(begin);
        final long orderId = field(begin);
        long flags = 0;
        long price = 0;
        long quantity = 0;
        switch (kind) {
            case NEW -> {
                flags = oneOf(begin, "B", "S") ? BUY : 0;
                price = field(begin);
                quantity = field(begin);
                flags |= oneOf(begin, "IOC", "GTC") ? IOC : 0;
            }
            case REPLACE -> {
                flags = oneOf(begin, "B", "S") ? BUY : 0;
                price = field(begin);
                quantity = field(begin);
            }
            case CANCEL -> {}
            default -> throw malformed(begin);
        }
        if (at < text.length && text[at] != '\n' && text[at] != '\r') {
            throw malformed(begin);
        }
        if (size * WORDS == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        final int word = size++ * WORDS;
        words[word] = sequence << SEQUENCE_SHIFT | flags | kind;
        words[word + 1] = orderId;
        words[word + 2] = price;
        words[word + 3] = quantity;
    }

    private long field(int begin) {
        comma(begin);
        final boolean negative = at < text.length && text[at] == '-';
        if (negative) {
            at++;
        }
        final int first = at;
        long value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            final int digit = text[at++] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw malformed(begin);
            }
            value = value * 10 + digit;
        }
        if (at == first) {
            throw malformed(begin);
        }
        return negative ? -value : value;
    }

    private boolean oneOf(int begin, String yes, String no) {
        comma(begin);
        final boolean isYes = isNext(yes);
        if (!isYes && !isNext(no)) {
            throw malformed(begin);
        }
        at += isYes ? yes.length() : no.length();
        return isYes;
    }

    private boolean isNext(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= text.length || text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void comma(int begin) {
        if (at >= text.length || text[at++] != ',') {
            throw malformed(begin);
        }
    }

    private IllegalArgumentException malformed(int begin) {
        int end = begin;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return new IllegalArgumentException("message " + (size + 1) + " is not understood: "
                + new String(text, begin, end - begin, StandardCharsets.US_ASCII));
    }
}
