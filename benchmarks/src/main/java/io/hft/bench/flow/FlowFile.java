package io.hft.bench.flow;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A flow as a file, plain or gzip (by the name's ending .gz). One message a line:
 *
 * <pre>
 * N,seq,order_id,side,price,quantity,tif    new limit order; side B or S, tif GTC or IOC
 * C,seq,order_id                            cancel
 * M,seq,order_id,side,price,quantity        replace: this price, this open quantity, to the back of the queue
 * </pre>
 */
public final class FlowFile {
    private final OrderFlow flow = new OrderFlow(1024);
    private final byte[] text;
    private int at;

    private FlowFile(byte[] text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException naming the line that is not understood
     */
    public static OrderFlow read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in) {
            return parse(plain.readAllBytes());
        }
    }

    /**
     * @throws IllegalArgumentException naming the line that is not understood
     */
    public static OrderFlow parse(byte[] text) {
        final FlowFile file = new FlowFile(text);
        file.parse();
        return file.flow;
    }

    public static void write(OrderFlow flow, Path file) throws IOException {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain;
                PrintStream text =
                        new PrintStream(new BufferedOutputStream(out, 1 << 16), false, StandardCharsets.US_ASCII)) {
            for (int message = 0; message < flow.size(); message++) {
                text.print(line(flow, message));
                text.print('\n');
            }
            if (text.checkError()) {
                throw new IOException("the flow could not be written to " + file);
            }
        }
    }

    private static String line(OrderFlow flow, int message) {
        final int kind = flow.kind(message);
        final String head = (char) kind + "," + flow.sequence(message) + ',' + flow.orderId(message);
        if (kind == OrderFlow.CANCEL) {
            return head;
        }
        final String terms =
                head + (flow.isBuy(message) ? ",B," : ",S,") + flow.price(message) + ',' + flow.quantity(message);
        return kind == OrderFlow.REPLACE ? terms : terms + (flow.isImmediateOrCancel(message) ? ",IOC" : ",GTC");
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
        if (kind != OrderFlow.NEW && kind != OrderFlow.CANCEL && kind != OrderFlow.REPLACE) {
            throw malformed(begin);
        }
        final long sequence = field(begin);
        final long orderId = field(begin);
        if (kind == OrderFlow.CANCEL) {
            endOfLine(begin);
            flow.addCancel(sequence, orderId);
            return;
        }
        final boolean buy = oneOf(begin, "B", "S");
        final long price = field(begin);
        final long quantity = field(begin);
        if (kind == OrderFlow.REPLACE) {
            endOfLine(begin);
            flow.addReplace(sequence, orderId, buy, price, quantity);
        } else {
            final boolean immediateOrCancel = oneOf(begin, "IOC", "GTC");
            endOfLine(begin);
            flow.addNew(sequence, orderId, buy, price, quantity, immediateOrCancel);
        }
    }

    private void endOfLine(int begin) {
        if (at < text.length && text[at] != '\n' && text[at] != '\r') {
            throw malformed(begin);
        }
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
        return new IllegalArgumentException("message " + (flow.size() + 1) + " is not understood: "
                + new String(text, begin, end - begin, StandardCharsets.US_ASCII));
    }
}
