package io.hft.engine.marketdata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The best bid and ask of one instrument, where any thread finds them without walking a book. One thread writes and never waits; a
 * write is a dozen stores, so a reader who comes during one tries again.
 */
final class PublishedTop {
    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(PublishedTop.class, "stamp", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] prices = new long[2];
    private final long[] quantities = new long[2];
    private final int[] counts = new int[2];
    /** Odd while a write is under way. */
    private long stamp;

    private long sequence;
    private long timestampNanos;
    private long lastTradePriceTicks;

    private final long[] price = new long[1];
    private final long[] quantity = new long[1];
    private final int[] count = new int[1];

    /** The writer. */
    void publish(
            final long atSequence,
            final long atNanos,
            final long lastTrade,
            final DepthSide bids,
            final DepthSide asks) {
        final long before = stamp;
        STAMP.setOpaque(this, before + 1);
        // The odd stamp is seen before anything that follows.
        VarHandle.releaseFence();
        sequence = atSequence;
        timestampNanos = atNanos;
        lastTradePriceTicks = lastTrade;
        best(0, bids);
        best(1, asks);
        STAMP.setRelease(this, before + 2);
    }

    private void best(final int side, final DepthSide levels) {
        final boolean any = levels.copy(price, quantity, count) > 0;
        prices[side] = any ? price[0] : 0;
        quantities[side] = any ? quantity[0] : 0;
        counts[side] = any ? count[0] : 0;
    }

    /** Any thread: the top as it is, or null when a write came in between. */
    @Nullable
    TopOfBook tryRead() {
        final long before = (long) STAMP.getAcquire(this);
        if ((before & 1) != 0) {
            return null;
        }
        final TopOfBook top = new TopOfBook(
                sequence,
                timestampNanos,
                prices[0],
                quantities[0],
                counts[0],
                prices[1],
                quantities[1],
                counts[1],
                lastTradePriceTicks);
        // What was read above is read before the stamp is looked at again.
        VarHandle.acquireFence();
        return (long) STAMP.getOpaque(this) == before ? top : null;
    }
}
