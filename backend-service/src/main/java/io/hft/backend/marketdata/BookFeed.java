package io.hft.backend.marketdata;

import io.hft.backend.engine.DepthSubscription;
import io.hft.backend.engine.DepthUpdate;
import io.hft.backend.engine.EngineDepth;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.instruments.Instrument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one market's book as the engine publishes it: subscribes, checks that no update is missing, shows the book at most once per interval,
 * and begins anew with a snapshot whenever the stream breaks. One (virtual) thread; the book is readable from any.
 */
final class BookFeed implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(BookFeed.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 250;
    /** Between two reads, so that the engine joins what happens in between; far below what a person or a network notices. */
    private static final long BREATH_MILLIS = 1;

    private final Instrument instrument;
    private final EngineDepth engine;
    private final long intervalNanos;
    private final Supplier<List<BookListener>> listeners;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable BookView view;
    private volatile boolean live;
    private long seq;

    BookFeed(Instrument instrument, EngineDepth engine, Duration interval, Supplier<List<BookListener>> listeners) {
        this.instrument = instrument;
        this.engine = engine;
        this.intervalNanos = interval.toNanos();
        this.listeners = listeners;
    }

    /** The last known state; empty before the first contact. */
    Optional<BookView> view() {
        return Optional.ofNullable(view);
    }

    /** Whether the view is the engine's, and not what it was before the stream broke. */
    boolean isLive() {
        return live;
    }

    void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        try {
            while (stop.getCount() > 0) {
                try (DepthSubscription subscription = engine.subscribe(instrument.symbol())) {
                    follow(subscription);
                } catch (EngineUnavailable | EngineRefusal e) {
                    broken(e.getMessage());
                } catch (RuntimeException e) {
                    log.error("the book of {} begins anew", instrument.symbol(), e);
                    broken(e.getMessage());
                }
                stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void broken(@Nullable String reason) {
        if (live) {
            log.info("the book of {} is stale: {}", instrument.symbol(), reason);
            live = false;
            listeners.get().forEach(listener -> listener.stale(instrument.symbol()));
        }
    }

    private void follow(DepthSubscription subscription) throws InterruptedException {
        BookState state = new BookState(instrument);
        @Nullable DepthUpdate unshown = null;
        long expected = 1;
        long showAt = System.nanoTime();
        while (stop.getCount() > 0) {
            long wait = unshown == null ? LOOK.toNanos() : Math.max(1, showAt - System.nanoTime());
            Optional<DepthUpdate> update = subscription.next(Duration.ofNanos(wait));
            if (update.isPresent()) {
                unshown = update.get();
                if (unshown.sequence() != expected || unshown.snapshot() != (expected == 1)) {
                    throw new EngineUnavailable("update " + expected + " is missing", null);
                }
                expected++;
                state.apply(unshown);
            }
            if (unshown != null && System.nanoTime() >= showAt) {
                show(state, unshown);
                unshown = null;
                showAt = System.nanoTime() + intervalNanos;
            } else if (update.isPresent()) {
                stop.await(BREATH_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void show(BookState state, DepthUpdate last) {
        BookState.Changes changes = state.takeChanges();
        BookView before = view;
        if (live && before != null && changes.isEmpty() && before.tradingState() == last.tradingState()) {
            return;
        }
        boolean anew = !live;
        BookView shown = state.view(++seq, last);
        view = shown;
        live = true;
        if (anew) {
            listeners.get().forEach(listener -> listener.replaced(shown));
        } else {
            listeners.get().forEach(listener -> listener.changed(shown, changes.bids(), changes.asks()));
        }
    }
}
