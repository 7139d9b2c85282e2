package io.hft.backend.engine;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the channel connected and tells everybody when the engine answers. gRPC's own backoff grows to minutes, so it is reset on
 * every look. One virtual thread.
 */
final class GrpcEngineLink implements EngineLink, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(GrpcEngineLink.class);
    private static final long RETRY_MILLIS = 250;
    private static final long LOOK_MILLIS = 1_000;
    private static final long PATIENCE_AT_START_NANOS = 10_000_000_000L;

    private final ManagedChannel channel;
    private final EngineGateway gateway;
    private final ApplicationEventPublisher publisher;
    private final String address;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable String problem = "not connected yet";

    GrpcEngineLink(ManagedChannel channel, EngineGateway gateway, ApplicationEventPublisher publisher, String address) {
        this.channel = channel;
        this.gateway = gateway;
        this.publisher = publisher;
        this.address = address;
    }

    @Override
    public boolean isConnected() {
        return problem == null;
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread.ofVirtual().name("engine-link").start(() -> {
            try {
                watch(stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    /** Before the web server starts, and after its last request is answered. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void watch(CountDownLatch stop) throws InterruptedException {
        // At start the engine may simply need a little longer than we do.
        long silentUntil = System.nanoTime() + PATIENCE_AT_START_NANOS;
        boolean reported = false;
        while (stop.getCount() > 0) {
            try {
                List<EngineInstrument> instruments = gateway.listInstruments();
                log.info("engine at {} answers, {} instruments", address, instruments.size());
                publisher.publishEvent(new EngineContact(instruments));
                problem = null;
                reported = false;
                watch(instruments, stop);
                problem = "the connection to the engine at " + address + " is lost";
                silentUntil = System.nanoTime();
            } catch (RuntimeException e) {
                problem = "the engine at " + address + " does not answer: " + e.getMessage();
                if (!reported && System.nanoTime() >= silentUntil) {
                    log.warn("{}", problem);
                    reported = true;
                }
                stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                channel.resetConnectBackoff();
            }
        }
    }

    /** Until the connection is lost; tells when somebody has changed the instruments, through this backend or not. */
    private void watch(List<EngineInstrument> known, CountDownLatch stop) throws InterruptedException {
        List<EngineInstrument> instruments = known;
        while (stop.getCount() > 0) {
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(ConnectivityState.READY, changed::countDown);
            while (!changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.getCount() == 0) {
                    return;
                }
                instruments = look(instruments);
            }
            if (channel.getState(true) != ConnectivityState.READY) {
                return;
            }
        }
    }

    private List<EngineInstrument> look(List<EngineInstrument> known) {
        List<EngineInstrument> now;
        try {
            now = gateway.listInstruments();
        } catch (EngineUnavailable e) {
            // Busy, or about to be gone, which the connection will tell.
            return known;
        }
        if (!now.equals(known)) {
            publisher.publishEvent(new EngineContact(now));
        }
        return now;
    }
}
