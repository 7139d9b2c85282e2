package io.hft.backend.settlement;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.orders.PendingOrderResolver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after orders without an outcome as long as this backend leads the shard and the stream runs. In the first moments of a stream
 * nearly all of them are left over from before; later only those that nobody is placing any more. One virtual thread, until closed.
 */
final class PendingOrders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PendingOrders.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration FIRST_MOMENTS = Duration.ofSeconds(10);
    /** Long enough for this process to place what it is about to place, its own first quotes above all. */
    private static final Duration LEFT_OVER = Duration.ofSeconds(3);
    /** Longer than a placement waits for the engine. */
    private static final Duration ABANDONED = Duration.ofSeconds(5);

    private final CountDownLatch closed = new CountDownLatch(1);

    private PendingOrders() {}

    static PendingOrders watch(int shard, PendingOrderResolver resolver) {
        PendingOrders watch = new PendingOrders();
        Thread.ofVirtual().name("pending-orders-" + shard).start(() -> watch.run(shard, resolver));
        return watch;
    }

    private void run(int shard, PendingOrderResolver resolver) {
        long begin = System.nanoTime();
        try {
            do {
                try {
                    boolean first = System.nanoTime() - begin < FIRST_MOMENTS.toNanos();
                    resolver.resolve(shard, first ? LEFT_OVER : ABANDONED);
                } catch (EngineUnavailable e) {
                    log.debug("shard {}: pending orders wait: {}", shard, e.getMessage());
                } catch (RuntimeException e) {
                    log.warn("shard {}: pending orders could not be resolved", shard, e);
                }
            } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
