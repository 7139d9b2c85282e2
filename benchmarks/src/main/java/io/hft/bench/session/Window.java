package io.hft.bench.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How much of a load is under way, and how long each piece took. One thread sends, one at a time answers, in the order of sending.
 *
 * <p>It is a closed loop: a full window makes the sender wait. So the round trips belong to the rate that came out, and with a full window
 * they are about the window divided by it.
 */
final class Window {
    private static final int SLOTS = 1 << 16;
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final int size;
    private final int batch;
    /** A sender that had to wait goes on when so few are unanswered: else every answer would wake it for one message. */
    private final int resumeAt;

    private final long[] sentNanos = new long[SLOTS];
    private final Histogram roundTrips = new Histogram(HIGHEST_NANOS, 3);
    private volatile long measuredFrom = Long.MAX_VALUE;
    private volatile long answered;
    private volatile @Nullable Thread waiting;
    private volatile @Nullable Throwable failure;
    private volatile long sent;

    /**
     * @param size the most orders unanswered
     * @param batch orders per message
     */
    Window(int size, int batch) {
        if (size < batch || size / batch > SLOTS) {
            throw new IllegalArgumentException("a window of " + size + " does not suit messages of " + batch);
        }
        this.size = size;
        this.batch = batch;
        this.resumeAt = Math.min(size - batch, size - size / 4);
    }

    /** Sender: waits until there is room and the transport is ready, then counts a message as sent. */
    void enter(BooleanSupplier transportReady) {
        if (!hasRoom(transportReady)) {
            waiting = Thread.currentThread();
            final long deadline = System.nanoTime() + SILENCE_NANOS;
            while (!hasRoomAgain(transportReady)) {
                throwFailure();
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("no answer for 20 s; sent " + sent + ", answered " + answered);
                }
                LockSupport.parkNanos(this, 1_000_000);
            }
            waiting = null;
        }
        sentNanos[(int) (sent / batch) & SLOTS - 1] = System.nanoTime();
        // This thread alone writes it.
        sent = sent + batch;
    }

    /** Sender: orders sent before. */
    long sent() {
        return sent;
    }

    long answered() {
        return answered;
    }

    /** Answering thread: all orders up to so many are answered. */
    void answeredUpTo(long orders) {
        final long before = answered;
        if (orders <= before) {
            return;
        }
        final long now = System.nanoTime();
        for (long message = before / batch; message < orders / batch; message++) {
            if (message * batch >= measuredFrom) {
                roundTrips.recordValue(Math.min(HIGHEST_NANOS, now - sentNanos[(int) message & SLOTS - 1]));
            }
        }
        answered = orders;
        if (sent - orders <= resumeAt) {
            signal();
        }
    }

    /** The transport may be ready again. */
    void signal() {
        final Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    void fail(Throwable cause) {
        failure = cause;
        signal();
    }

    void throwFailure() {
        final Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("the call ended: " + cause.getMessage(), cause);
        }
    }

    /** Sender: what is sent from now on is measured. */
    void measure() {
        measuredFrom = sent;
    }

    /** Sender: waits for all answers. */
    Histogram finish() {
        final long deadline = System.nanoTime() + SILENCE_NANOS;
        while (answered < sent) {
            throwFailure();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no answer for 20 s; sent " + sent + ", answered " + answered);
            }
            LockSupport.parkNanos(this, 100_000);
        }
        return roundTrips;
    }

    private boolean hasRoomAgain(BooleanSupplier transportReady) {
        return sent - answered <= resumeAt && transportReady.getAsBoolean();
    }

    private boolean hasRoom(BooleanSupplier transportReady) {
        return sent + batch - answered <= size && transportReady.getAsBoolean();
    }
}
