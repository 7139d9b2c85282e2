package io.hft.backend.stream;

import io.hft.backend.marketdata.SettlementListener;
import io.hft.backend.marketdata.Trade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells the private channels what is booked: one query per channel and batch, whoever and how many read. When the database fails it goes on where
 * it was. One thread.
 */
@Component
final class AccountFeed implements SettlementListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AccountFeed.class);
    /** Events that one query looks at. */
    private static final long WINDOW = 5_000;

    private static final long AFTER_PROBLEM_MILLIS = 500;
    private static final long STOP_SECONDS = 2;

    private final List<AccountTopics> channels;
    private final BalanceTopics balances;
    private final JdbcClient jdbc;
    private final long balancesNanos;
    private final Map<Integer, Long> booked = new ConcurrentHashMap<>();
    private final Map<Integer, Long> told = new HashMap<>();
    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable ExecutorService thread;

    AccountFeed(List<AccountTopics> channels, BalanceTopics balances, JdbcClient jdbc, StreamProperties limits) {
        this.channels = channels;
        this.balances = balances;
        this.jdbc = jdbc;
        this.balancesNanos = limits.balancesInterval().toNanos();
    }

    @Override
    public void settled(int shard, long sequence) {
        if (booked.merge(shard, sequence, Math::max) == sequence && news.availablePermits() == 0) {
            news.release();
        }
    }

    @Override
    public void recorded(List<Trade> trades) {
        // Public.
    }

    @Override
    public void start() {
        ExecutorService executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("account-feed").factory());
        thread = executor;
        executor.execute(this::run);
    }

    @Override
    public void stop() {
        ExecutorService running = thread;
        thread = null;
        if (running != null) {
            running.shutdownNow();
            try {
                if (!running.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    log.warn("the account feed is still at work");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        long balancesAt = System.nanoTime();
        boolean begun = false;
        boolean reported = false;
        while (isRunning()) {
            try {
                if (!begun) {
                    begin();
                    begun = true;
                }
                boolean signal = news.tryAcquire(Math.max(1, balancesAt - System.nanoTime()), TimeUnit.NANOSECONDS);
                boolean moved = signal && publish();
                // Holds and deposits come without an event.
                if (moved || System.nanoTime() >= balancesAt) {
                    balances.refresh(balances.userIds());
                    balancesAt = System.nanoTime() + balancesNanos;
                }
                reported = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!reported) {
                    log.warn("private streams wait for the database: {}", e.getMessage());
                    reported = true;
                }
                if (!pause()) {
                    return;
                }
                news.release();
            }
        }
    }

    /** Before anybody can read: what is booked by then is history; a shard that is not there has none. */
    private void begin() {
        jdbc.sql("select shard, sequence from settlement_cursors").query(row -> {
            told.put(row.getInt("shard"), row.getLong("sequence"));
        });
    }

    /** False when it is to stop. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AFTER_PROBLEM_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean publish() {
        boolean moved = false;
        for (Map.Entry<Integer, Long> shard : booked.entrySet()) {
            long after = told.getOrDefault(shard.getKey(), 0L);
            while (after < shard.getValue()) {
                long upTo = Math.min(shard.getValue(), after + WINDOW);
                for (AccountTopics channel : channels) {
                    channel.publish(shard.getKey(), after, upTo);
                }
                told.put(shard.getKey(), upTo);
                after = upTo;
                moved = true;
            }
        }
        return moved;
    }
}
