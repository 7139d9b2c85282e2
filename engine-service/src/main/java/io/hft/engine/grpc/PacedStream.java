package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server stream that is fed only as fast as its client reads: a message is made when the transport asks for one and there is
 * something to say. Waking it never blocks; at any time at most one thread feeds it.
 */
abstract class PacedStream<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PacedStream.class);
    private static final int IDLE = 0;
    private static final int FEEDING = 1;
    private static final int FEED_AGAIN = 2;
    /** Messages after which another stream gets the thread. */
    private static final int TURN = 32;

    private final ServerCallStreamObserver<T> observer;
    private final Executor executor;
    private final AtomicInteger activity = new AtomicInteger();
    private volatile boolean ended;
    private volatile @Nullable StatusRuntimeException stopReason;

    PacedStream(final ServerCallStreamObserver<T> observer, final Executor executor) {
        this.observer = observer;
        this.executor = executor;
    }

    /**
     * The next message, null when there is nothing to say now; calls {@link #finish} when there never will be.
     *
     * @throws StatusRuntimeException to end the stream with it
     */
    abstract @Nullable T next();

    /** Called once, on a feeding thread, when nothing more will be sent. */
    abstract void release();

    final void start() {
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(this::wake);
        wake();
    }

    /** Any thread: there may be something to do. */
    final void wake() {
        final int before = activity.getAndUpdate(state -> state == IDLE ? FEEDING : FEED_AGAIN);
        if (before == IDLE) {
            submit();
        }
    }

    /** Any thread: ends the stream with a status. */
    final void stop(final StatusRuntimeException reason) {
        stopReason = reason;
        wake();
    }

    /** From {@link #next}: this was all. */
    final void finish() {
        end();
        observer.onCompleted();
    }

    private void submit() {
        try {
            executor.execute(this::feed);
        } catch (final RejectedExecutionException e) {
            // The server is going down and ends the call itself.
            activity.set(IDLE);
        }
    }

    private void feed() {
        do {
            activity.set(FEEDING);
            if (!feedOnce()) {
                submit();
                return;
            }
        } while (!activity.compareAndSet(FEEDING, IDLE));
    }

    /** Returns false when there is more to send but others are to have their turn. */
    private boolean feedOnce() {
        if (ended) {
            return true;
        }
        try {
            final StatusRuntimeException reason = stopReason;
            if (observer.isCancelled()) {
                end();
            } else if (reason != null) {
                end();
                observer.onError(reason);
            } else {
                return sendTurn();
            }
        } catch (final StatusRuntimeException e) {
            end();
            observer.onError(e);
        } catch (final RuntimeException e) {
            LOG.warn("a stream is ended: {}", e.toString());
            fail();
        }
        return true;
    }

    private boolean sendTurn() {
        for (int sent = 0; sent < TURN; sent++) {
            if (ended || !observer.isReady()) {
                return true;
            }
            final T message = next();
            if (message == null) {
                return true;
            }
            observer.onNext(message);
        }
        return false;
    }

    private void fail() {
        end();
        observer.onError(Status.DATA_LOSS
                .withDescription("the data of this stream cannot be read; see the engine's log")
                .asRuntimeException());
    }

    private void end() {
        if (!ended) {
            ended = true;
            release();
        }
    }
}
