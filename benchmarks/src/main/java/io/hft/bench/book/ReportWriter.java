package io.hft.bench.book;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The reader's end of the ring: formats every report and writes it.
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
final class ReportWriter implements Runnable {
    private static final int MAX_LINE = 128;
    private static final int MAX_BATCH = 4096;

    private final ReportRing ring;
    private final OutputStream out;
    private final byte[] text = new byte[1 << 16];
    private final byte[] digits = new byte[20];
    private int at;
    private @Nullable IOException failure;
    private final long begin;
    private volatile boolean finishing;

    /** Writes what is published from now on. */
    ReportWriter(ReportRing ring, OutputStream out) {
        this.ring = ring;
        this.out = out;
        this.begin = ring.published();
    }

    /** Nothing is published any more: {@link #run} returns when it has written what there is. */
    void finish() {
        finishing = true;
    }

    @Override
    public void run() {
        long next = begin;
        while (true) {
            final boolean last = finishing;
            final long published = ring.published();
            if (published == next) {
                if (last) {
                    flush();
                    throwFailure();
                    return;
                }
                Thread.onSpinWait();
                continue;
            }
            final long end = Math.min(published, next + MAX_BATCH);
            while (next < end) {
                format(next++);
            }
            ring.consumed(next);
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }

    private void format(long report) {
        if (at > text.length - MAX_LINE) {
            flush();
        }
        final long head = ring.word(report, 0);
        final int type = (int) head & 0xF;
        text[at++] = (byte) ('0' + type);
        field(head >>> 8);
        switch (type) {
            case ReportRing.TRADE -> {
                field(ring.word(report, 2));
                field(ring.word(report, 3));
                field(ring.word(report, 1));
                field(ring.word(report, 4));
            }
            case ReportRing.CANCEL_REJECTED, ReportRing.REPLACE_REJECTED -> field(ring.word(report, 1));
            default -> {
                field(head >>> 4 & 0xF);
                field(ring.word(report, 1));
                field(ring.word(report, 2));
                if (type != ReportRing.CANCELED) {
                    field(ring.word(report, 3));
                }
            }
        }
        text[at++] = '\n';
    }

    private void field(long value) {
        text[at++] = ',';
        if (value < 0) {
            text[at++] = '-';
        }
        long rest = value;
        int length = 0;
        do {
            digits[length++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        while (length > 0) {
            text[at++] = digits[--length];
        }
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
