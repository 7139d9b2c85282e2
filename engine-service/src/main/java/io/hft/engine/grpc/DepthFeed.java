package io.hft.engine.grpc;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.marketdata.DepthMirror;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pulse of the market data streams: one thread that sleeps until a book changes that somebody subscribed to, takes a view
 * of each such book for all its subscribers, wakes them, and then rests for the interval. What books do in between becomes one update.
 * The streams themselves are fed by threads of the feed's executor. The publisher only rings.
 */
final class DepthFeed {
    private static final Logger LOG = LoggerFactory.getLogger(DepthFeed.class);

    private final ConcurrentHashMap<DepthGroup.Key, DepthGroup> groups = new ConcurrentHashMap<>();
    private final ExecutorService executor;
    private final Thread pulse;
    private final long intervalNanos;
    private volatile @Nullable Thread waiting;
    private volatile boolean stopped;

    DepthFeed(final EngineConfig.MarketData settings) {
        intervalNanos = TimeUnit.MICROSECONDS.toNanos(settings.intervalMicros());
        executor = Executors.newFixedThreadPool(
                settings.threads(),
                Thread.ofPlatform().name("market-data-", 0).daemon(true).factory());
        pulse = Thread.ofPlatform().name("market-data-pulse").daemon(true).start(this::run);
    }

    /** Feeds the streams. */
    Executor executor() {
        return executor;
    }

    /** The group of that market and depth; whoever takes one gives it back with {@link #leave}. */
    synchronized DepthGroup join(final Market market, final DepthMirror mirror, final int depth) {
        final DepthGroup group = groups.computeIfAbsent(
                new DepthGroup.Key(market.id(), depth), key -> new DepthGroup(market, depth, mirror));
        group.holders++;
        mirror.watch(true);
        ring();
        return group;
    }

    synchronized void leave(final List<DepthGroup> left) {
        for (final DepthGroup group : left) {
            if (--group.holders == 0) {
                groups.remove(group.key());
            }
            group.mirror().watch(groups.values().stream().anyMatch(other -> other.mirror() == group.mirror()));
        }
    }

    /** Any thread: something changed that somebody watches. */
    void ring() {
        // The waiting thread has the mirror image of this fence, so that one of the two always sees the other.
        VarHandle.fullFence();
        final Thread thread = waiting;
        if (thread != null) {
            // Once is enough: until it runs, a busy publisher has better things to do than to wake it again.
            waiting = null;
            LockSupport.unpark(thread);
        }
    }

    /** No new views are made; what is under way may still be sent. */
    void stop() {
        stopped = true;
        LockSupport.unpark(pulse);
    }

    /** After {@link #stop}: the streams were told, and their threads end. */
    void close() {
        stop();
        executor.shutdown();
    }

    private void run() {
        while (!stopped) {
            awaitChange();
            final long startNanos = System.nanoTime();
            groups.values().forEach(this::refresh);
            rest(startNanos);
        }
    }

    private void refresh(final DepthGroup group) {
        try {
            group.refresh();
        } catch (final RuntimeException e) {
            LOG.warn("the book of {} is not shown any more: {}", group.market().symbol(), e.toString());
            group.members().forEach(member -> member.stop(Answers.unavailable("the book cannot be shown")));
            groups.remove(group.key(), group);
        }
    }

    private void awaitChange() {
        waiting = Thread.currentThread();
        VarHandle.fullFence();
        while (!stopped && groups.values().stream().noneMatch(DepthGroup::isBehind)) {
            LockSupport.park(this);
            waiting = Thread.currentThread();
            VarHandle.fullFence();
        }
        waiting = null;
    }

    private void rest(final long startNanos) {
        long left = intervalNanos;
        while (!stopped && left > 0) {
            LockSupport.parkNanos(this, left);
            left = startNanos + intervalNanos - System.nanoTime();
        }
    }
}
