package io.hft.engine.marketdata;

import io.hft.engine.instrument.TradingState;
import io.hft.engine.marketdata.DepthView.Levels;
import io.hft.engine.marketdata.ShownMoment.Moment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What may be seen of one instrument: all its price levels, the last trade, the trading state. One thread writes, any thread reads,
 * and the writer never waits.
 *
 * <p>A sequence lock: the writer makes the stamp odd, changes what it wants, and makes it even; a reader copies between two looks
 * at the stamp and throws the copy away when they differ. A reader who is unlucky too often leaves a request, which the
 * writer serves at the end of its next change: so a reader either meets a writer that rests, and succeeds, or one that works, and
 * is served.
 */
public final class DepthMirror {
    private static final int TRIES_BEFORE_ASKING = 16;
    private static final int TRIES_BEFORE_PARKING = 64;
    private static final long PARK_NANOS = 20_000;
    /** Odd for ever: the writer failed within a change. */
    private static final long LOST = -1;

    private static final VarHandle STAMP;
    private static final VarHandle REQUEST;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAMP = lookup.findVarHandle(DepthMirror.class, "stamp", long.class);
            REQUEST = lookup.findVarHandle(DepthMirror.class, "request", Request.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A reader that wants the writer to copy for it; a chain, the latest first. */
    private static final class Request {
        final int depth;

        @Nullable
        Request earlier;

        volatile boolean withdrawn;
        volatile @Nullable DepthView view;

        Request(final int depth) {
            this.depth = depth;
        }
    }

    private final DepthSide bids = new DepthSide(true);
    private final DepthSide asks = new DepthSide(false);
    private final PublishedTop top = new PublishedTop();
    private final ShownMoment moment;
    private long sequence;
    private long timestampNanos;
    private long lastTradePriceTicks;
    private TradingState tradingState = TradingState.TRADING;

    private long stamp;
    private volatile boolean watched;
    private @Nullable Request request;

    /** A mirror that stands alone. */
    DepthMirror() {
        this(new ShownMoment());
    }

    /** @param moment of all mirrors of the shard */
    DepthMirror(final ShownMoment moment) {
        this.moment = moment;
    }

    /** The writer: changes follow, and nobody sees any of them before {@link #end}. */
    void begin() {
        assert !isOpen();
        STAMP.setOpaque(this, stamp + 1);
        // The odd stamp is seen before anything that follows.
        VarHandle.releaseFence();
    }

    /** The writer: whether it is between {@link #begin} and {@link #end}. */
    boolean isOpen() {
        return (stamp & 1) != 0;
    }

    /** The writer: what is shown of a level now; with quantity 0 it is gone. */
    void level(final boolean bid, final long priceTicks, final long quantityLots, final int orderCount) {
        assert isOpen();
        (bid ? bids : asks).set(priceTicks, quantityLots, orderCount);
    }

    void lastTrade(final long priceTicks) {
        assert isOpen();
        lastTradePriceTicks = priceTicks;
    }

    void tradingState(final TradingState state) {
        assert isOpen();
        tradingState = state;
    }

    /**
     * The writer: all of it is seen from now on.
     *
     * @param atSequence the last event that the book shows now
     */
    void end(final long atSequence, final long atNanos) {
        assert isOpen();
        sequence = atSequence;
        timestampNanos = atNanos;
        top.publish(atSequence, atNanos, lastTradePriceTicks, bids, asks);
        STAMP.setRelease(this, stamp + 1);
        if (isAsked()) {
            serve();
        }
    }

    /** Whether a reader waits for the writer's next {@link #end}. */
    boolean isAsked() {
        return REQUEST.getOpaque(this) != null;
    }

    /** The writer: it could not finish a change; readers are told instead of waiting for ever. */
    void lose() {
        STAMP.setRelease(this, LOST);
    }

    /** Any thread: whether somebody wants to hear of changes, see {@link DepthMirrors#onChange}. */
    public void watch(final boolean isWatched) {
        watched = isWatched;
    }

    boolean isWatched() {
        return watched;
    }

    /** Any thread: a number that is another one after every change. */
    public long version() {
        return (long) STAMP.getAcquire(this);
    }

    /**
     * Any thread: the best levels of both sides, as they were at one moment.
     *
     * @param depth the most levels per side
     * @throws IllegalStateException when the writer failed and there is nothing that can be trusted
     */
    public DepthView read(final int depth) {
        // Before the book, so that the book shows this event at least.
        final Moment atLeast = moment.read();
        return readBook(depth).notBefore(atLeast);
    }

    private DepthView readBook(final int depth) {
        for (int i = 0; i < TRIES_BEFORE_ASKING; i++) {
            final DepthView view = tryRead(depth);
            if (view != null) {
                return view;
            }
            Thread.onSpinWait();
        }
        return ask(depth);
    }

    /** Any thread: best bid and ask; as {@link #read} otherwise. */
    public TopOfBook top() {
        final Moment atLeast = moment.read();
        return readTop().notBefore(atLeast);
    }

    private TopOfBook readTop() {
        for (int i = 0; i < TRIES_BEFORE_ASKING; i++) {
            final TopOfBook read = top.tryRead();
            if (read != null) {
                return read;
            }
            Thread.onSpinWait();
        }
        return top(ask(1));
    }

    private static TopOfBook top(final DepthView view) {
        final Levels bids = view.bids();
        final Levels asks = view.asks();
        final boolean hasBid = bids.size() > 0;
        final boolean hasAsk = asks.size() > 0;
        return new TopOfBook(
                view.sequence(),
                view.timestampNanos(),
                hasBid ? bids.priceTicks(0) : 0,
                hasBid ? bids.quantityLots(0) : 0,
                hasBid ? bids.orderCount(0) : 0,
                hasAsk ? asks.priceTicks(0) : 0,
                hasAsk ? asks.quantityLots(0) : 0,
                hasAsk ? asks.orderCount(0) : 0,
                view.lastTradePriceTicks());
    }

    /** Any thread: the view as it is, or null when a change is under way or came in between. */
    @Nullable
    DepthView tryRead(final int depth) {
        final long before = (long) STAMP.getAcquire(this);
        if ((before & 1) != 0) {
            if (before == LOST) {
                throw new IllegalStateException("the published book is lost");
            }
            return null;
        }
        final DepthView view = copy(depth);
        // What was copied above is read before the stamp is looked at again.
        VarHandle.acquireFence();
        return (long) STAMP.getOpaque(this) == before ? view : null;
    }

    private @Nullable DepthView copy(final int depth) {
        final Levels bidLevels = copy(bids, depth);
        final Levels askLevels = copy(asks, depth);
        return bidLevels == null || askLevels == null
                ? null
                : new DepthView(sequence, timestampNanos, lastTradePriceTicks, tradingState, bidLevels, askLevels);
    }

    private static @Nullable Levels copy(final DepthSide side, final int depth) {
        final int size = Math.min(depth, side.size());
        if (size <= 0) {
            return Levels.NONE;
        }
        final long[] prices = new long[size];
        final long[] quantities = new long[size];
        final int[] counts = new int[size];
        return side.copy(prices, quantities, counts) == size ? new Levels(prices, quantities, counts) : null;
    }

    private DepthView ask(final int depth) {
        final Request mine = new Request(depth);
        do {
            mine.earlier = (Request) REQUEST.getAcquire(this);
        } while (!REQUEST.compareAndSet(this, mine.earlier, mine));
        for (int tries = 0; ; tries++) {
            final DepthView served = mine.view;
            if (served != null) {
                return served;
            }
            final DepthView view = tryRead(depth);
            if (view != null) {
                mine.withdrawn = true;
                return view;
            }
            if (tries < TRIES_BEFORE_PARKING) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
    }

    /** One copy, as deep as the deepest request, for all who wait. */
    private void serve() {
        final Request latest = (Request) REQUEST.getAndSet(this, null);
        int deepest = 0;
        for (Request each = latest; each != null; each = each.earlier) {
            if (!each.withdrawn) {
                deepest = Math.max(deepest, each.depth);
            }
        }
        if (deepest == 0) {
            return;
        }
        final DepthView view = copy(deepest);
        assert view != null : "the writer's own copy cannot be torn";
        for (Request each = latest; each != null; each = each.earlier) {
            if (view != null && !each.withdrawn) {
                each.view = view.best(each.depth);
            }
        }
    }
}
