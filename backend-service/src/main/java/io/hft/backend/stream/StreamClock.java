package io.hft.backend.stream;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What happens by time: heartbeats, pings, dead and idle connections, ended credentials; on a thread of its own the states that are looked up. When
 * the backend stops it closes the sessions first, while the engine can still be told to cancel.
 */
@Component
final class StreamClock implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StreamClock.class);
    private static final long HEARTBEAT_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 250;
    private static final long CANCEL_SECONDS = 5;

    private final Connections connections;
    private final StreamService service;
    private final StreamHandler handler;
    private final Heartbeat heartbeat;
    private final List<Refreshed> refreshed;
    private final CancelOnDisconnect cancelOnDisconnect;
    private final StreamProperties limits;
    private volatile @Nullable ScheduledExecutorService time;
    private volatile @Nullable ScheduledExecutorService looks;
    private boolean reported;

    StreamClock(
            Connections connections,
            StreamService service,
            StreamHandler handler,
            Heartbeat heartbeat,
            List<Refreshed> refreshed,
            CancelOnDisconnect cancelOnDisconnect,
            StreamProperties limits) {
        this.connections = connections;
        this.service = service;
        this.handler = handler;
        this.heartbeat = heartbeat;
        this.refreshed = refreshed;
        this.cancelOnDisconnect = cancelOnDisconnect;
        this.limits = limits;
    }

    @Override
    public void start() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(named("stream-clock"));
        clock.scheduleAtFixedRate(guarded(heartbeat::beat), HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(guarded(this::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        time = clock;
        ScheduledExecutorService states = Executors.newSingleThreadScheduledExecutor(named("stream-states"));
        long interval = limits.tickerInterval().toMillis();
        states.scheduleWithFixedDelay(guarded(this::refresh), interval, interval, TimeUnit.MILLISECONDS);
        looks = states;
    }

    @Override
    public void stop() {
        handler.closeAll();
        cancelOnDisconnect.shutDown(CANCEL_SECONDS);
        shutDown(time);
        shutDown(looks);
        time = null;
        looks = null;
    }

    @Override
    public boolean isRunning() {
        return time != null;
    }

    /** Stops before the web server waits for its requests. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 512;
    }

    private void look() {
        long now = System.nanoTime();
        for (StreamSession session : connections.all()) {
            if (session.silentNanos(now) > limits.pingTimeout().toNanos()) {
                // The close may wait behind a message that nobody takes; what the end means does not.
                session.outbox().close(CloseCode.PING_TIMEOUT);
                handler.dead(session);
            } else if (session.identity()
                            .filter(one -> one.principal().authenticated())
                            .isEmpty()
                    && session.subscriptions().isEmpty()
                    && session.openNanos(now) > limits.idleTimeout().toNanos()) {
                session.outbox().close(CloseCode.IDLE);
            } else {
                service.checkCredentials(session);
                if (session.pingDue(now, limits.pingInterval().toNanos())) {
                    session.outbox().ping();
                }
            }
        }
    }

    private void refresh() {
        refreshed.forEach(one -> one.refresh(this::problem));
    }

    private void problem(RuntimeException e) {
        if (!reported) {
            log.warn("live states wait: {}", e.getMessage());
            reported = true;
        }
    }

    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.error("the live interface's clock", e);
            }
        };
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    private static void shutDown(@Nullable ScheduledExecutorService executor) {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
