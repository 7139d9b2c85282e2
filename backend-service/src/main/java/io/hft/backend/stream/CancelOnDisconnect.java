package io.hft.backend.stream;

import io.hft.backend.orders.CancellationResult;
import io.hft.backend.orders.OrderCancellation;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Cancels all open orders of a user whose session ended and had asked for it; tries for a while when the engine does not answer. */
@Component
class CancelOnDisconnect {
    private static final Logger log = LoggerFactory.getLogger(CancelOnDisconnect.class);
    private static final int ATTEMPTS = 30;
    private static final long PAUSE_MILLIS = 1_000;

    private final OrderCancellation cancellation;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cancel-on-disconnect-", 0).factory());

    CancelOnDisconnect(OrderCancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Returns at once. */
    void cancelAll(long userId) {
        try {
            workers.execute(() -> work(userId));
        } catch (RejectedExecutionException e) {
            log.warn("user {}: the session ended too late in a shutdown to cancel its orders", userId);
        }
    }

    /** No more of it; waits a little for what is under way. */
    void shutDown(long seconds) {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(seconds, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void work(long userId) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                List<CancellationResult> results = cancellation.cancelAll(userId, null);
                long canceled = results.stream()
                        .filter(CancellationResult.Canceled.class::isInstance)
                        .count();
                if (results.stream().noneMatch(CancellationResult.Unknown.class::isInstance)) {
                    log.info("user {}: the session ended, {} open orders are cancelled", userId, canceled);
                    return;
                }
            } catch (RuntimeException e) {
                log.warn("user {}: cancel on disconnect: {}", userId, e.getMessage());
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        log.error("user {}: the session ended, and its orders could not all be cancelled", userId);
    }
}
