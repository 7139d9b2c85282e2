package io.hft.engine.marketdata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last event of a shard that the published books show. It moves with every event, also with those that change no book. A reader
 * looks here first and at a book afterwards: the book then shows everything up to this event at least.
 */
final class ShownMoment {
    /** A write is two stores long: who comes during one again and again gives up what is only a newer number for the same book. */
    private static final int TRIES = 1_000;

    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(ShownMoment.class, "stamp", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** An event and its time. */
    record Moment(long sequence, long timestampNanos) {
        static final Moment BEFORE_ALL = new Moment(0, 0);
    }

    /** Odd while a write is under way. */
    private long stamp;

    private long sequence;
    private long timestampNanos;

    /** The writer, when the books show everything up to this event. */
    void set(final long atSequence, final long atNanos) {
        final long before = stamp;
        STAMP.setOpaque(this, before + 1);
        // The odd stamp is seen before anything that follows.
        VarHandle.releaseFence();
        sequence = atSequence;
        timestampNanos = atNanos;
        STAMP.setRelease(this, before + 2);
    }

    /** Any thread, before it looks at a book. */
    Moment read() {
        for (int i = 0; i < TRIES; i++) {
            final long before = (long) STAMP.getAcquire(this);
            final Moment moment = new Moment(sequence, timestampNanos);
            // What was read above is read before the stamp is looked at again.
            VarHandle.acquireFence();
            if ((before & 1) == 0 && (long) STAMP.getOpaque(this) == before) {
                return moment;
            }
            Thread.onSpinWait();
        }
        return Moment.BEFORE_ALL;
    }
}
