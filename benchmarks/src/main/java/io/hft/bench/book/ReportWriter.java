package io.hft.bench.book;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Formats every report and writes it.
 *
 * <pre>
 * 0,seq,side,order_id,price,quantity                       accepted (side 0 buys, 1 sells)
 * 1,seq,price,quantity,maker_order_id,taker_order_id       trade
 * 2,seq,side,order_id,price                                cancelled
 * 3,seq,side,order_id,price,quantity                       replaced
 * 4,seq,order_id                                           cancel rejected
 * 5,seq,order_id                                           replace rejected
 * </pre>
 */
final class ReportWriter extends ReportReader {
    private static final int MAX_LINE = 128;

    private final OutputStream out;
    private final byte[] text = new byte[1 << 16];
    private int at;
    private @Nullable IOException failure;

    /** Writes what is published from now on. */
    ReportWriter(ReportRing ring, OutputStream out) {
        super(ring);
        this.out = out;
    }

    @Override
    int take(long[] words, int word) {
        if (at > text.length - MAX_LINE) {
            flush();
        }
        final long head = words[word];
        final int type = (int) head & 0xF;
        text[at] = (byte) ('0' + type);
        int end = field(at + 1, head >>> 8);
        final int length;
        switch (type) {
            case ReportRing.TRADE -> {
                end = field(end, words[word + 2]);
                end = field(end, words[word + 3]);
                end = field(end, words[word + 1]);
                end = field(end, words[word + 4]);
                length = 5;
            }
            case ReportRing.CANCEL_REJECTED, ReportRing.REPLACE_REJECTED -> {
                end = field(end, words[word + 1]);
                length = 2;
            }
            default -> {
                text[end] = ',';
                text[end + 1] = (byte) ('0' + (head >>> 4 & 0xF));
                end = field(end + 2, words[word + 1]);
                end = field(end, words[word + 2]);
                if (type == ReportRing.CANCELED) {
                    length = 3;
                } else {
                    end = field(end, words[word + 3]);
                    length = 4;
                }
            }
        }
        text[end] = '\n';
        at = end + 1;
        return length;
    }

    @Override
    void end() {
        flush();
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }

    private int field(int begin, long value) {
        text[begin] = ',';
        return DecimalText.write(text, begin + 1, value);
    }

    private void flush() {
        try {
            if (failure == null) {
                out.write(text, 0, at);
            }
        } catch (IOException e) {
            // The ring must still be drained, or the thread that matches would wait for ever.
            failure = e;
        }
        at = 0;
    }
}
