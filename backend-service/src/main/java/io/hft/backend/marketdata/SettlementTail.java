package io.hft.backend.marketdata;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Follows the settlement on every backend: wakes on the settlers' notifications, records the tape, and tells its listeners what is new. What
 * a broken connection made it miss it reads afterwards. One thread; several signals are one round.
 */
@Component
public class SettlementTail implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SettlementTail.class);
    /** Looks without a signal so often; heals what a lost notification or a dead recorder left. */
    private static final int LOOK_MILLIS = 500;
    /** Between two rounds, so that many small batches become one. */
    private static final int PACE_MILLIS = 10;
    /** Between two recordings of a shard's trades: a transaction costs the database about as much whether it records one or fifty. */
    private static final long RECORD_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int AFTER_PROBLEM_MILLIS = 1_000;
    private static final int PAGE = 1_000;

    private final JdbcConnectionDetails database;
    private final JdbcClient jdbc;
    private final Instruments instruments;
    private final TapeRecorder recorder;
    private final Tape tape;
    private final ObjectProvider<SettlementListener> listeners;
    private volatile List<SettlementListener> all = List.of();
    private final Map<String, Long> heard = new HashMap<>();
    private volatile @Nullable CountDownLatch stop;
    private volatile CountDownLatch ended = new CountDownLatch(0);

    SettlementTail(
            JdbcConnectionDetails database,
            JdbcClient jdbc,
            Instruments instruments,
            TapeRecorder recorder,
            Tape tape,
            ObjectProvider<SettlementListener> listeners) {
        this.database = database;
        this.jdbc = jdbc;
        this.instruments = instruments;
        this.recorder = recorder;
        this.tape = tape;
        this.listeners = listeners;
    }

    @Override
    public void start() {
        all = listeners.stream().toList();
        CountDownLatch latch = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        stop = latch;
        ended = end;
        Thread.ofPlatform().daemon().name("settlement-tail").start(() -> {
            try {
                follow(latch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end.countDown();
            }
        });
    }

    @Override
    public void stop() {
        CountDownLatch latch = stop;
        if (latch != null) {
            latch.countDown();
            try {
                if (!ended.await(2, TimeUnit.SECONDS)) {
                    log.warn("the settlement's tail is still at work");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stop = null;
    }

    @Override
    public boolean isRunning() {
        return stop != null;
    }

    /** As the settler: before the web server starts, and after its last request is answered. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void follow(CountDownLatch stop) throws InterruptedException {
        boolean reported = false;
        while (stop.getCount() > 0) {
            try (SettlementSignals signals = SettlementSignals.open(database)) {
                Map<Integer, Long> said = booked();
                Set<Integer> behind = new HashSet<>();
                long due = System.nanoTime();
                reported = false;
                while (stop.getCount() > 0) {
                    hear(said);
                    behind.addAll(said.keySet());
                    if (!behind.isEmpty() && System.nanoTime() - due >= 0) {
                        due = System.nanoTime() + RECORD_EVERY_NANOS;
                        record(behind);
                        behind.clear();
                    }
                    stop.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
                    said = signals.await(behind.isEmpty() ? LOOK_MILLIS : millisUntil(due));
                    if (said.isEmpty() && behind.isEmpty()) {
                        said = booked();
                    }
                }
            } catch (SQLException | DataAccessException | TransactionException e) {
                if (!reported) {
                    log.warn("market data stand still, the database does not serve them: {}", e.getMessage());
                    reported = true;
                }
                stop.await(AFTER_PROBLEM_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RuntimeException e) {
                log.error("market data stand still", e);
                stop.await(AFTER_PROBLEM_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private Map<Integer, Long> booked() {
        Map<Integer, Long> cursors = new HashMap<>();
        jdbc.sql("select shard, sequence from settlement_cursors").query(row -> {
            cursors.put(row.getInt("shard"), row.getLong("sequence"));
        });
        return cursors;
    }

    /** At least one: none would be for ever. */
    private static int millisUntil(long due) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
    }

    private void hear(Map<Integer, Long> shards) {
        shards.forEach((shard, sequence) -> {
            if (sequence > 0) {
                all.forEach(listener -> listener.settled(shard, sequence));
            }
        });
    }

    private void record(Set<Integer> shards) {
        for (int shard : shards) {
            List<Trade> recorded = recorder.record(shard);
            if (recorded.isEmpty() || !publish(recorded)) {
                catchUp(shard);
            }
        }
    }

    /** What this backend recorded itself, as far as it follows what was heard; whether all of it does. */
    private boolean publish(List<Trade> recorded) {
        List<Trade> next = new ArrayList<>();
        for (Trade trade : recorded) {
            Long last = heard.get(trade.symbol());
            if (last != null && trade.number() == last + 1) {
                next.add(trade);
                heard.put(trade.symbol(), trade.number());
            }
        }
        tell(next);
        return next.size() == recorded.size();
    }

    /** What others recorded. */
    private void catchUp(int shard) {
        for (Instrument instrument : instruments.all()) {
            if (instrument.shard() != shard) {
                continue;
            }
            String symbol = instrument.symbol();
            Long last = heard.get(symbol);
            if (last == null) {
                // What was before this backend is history.
                heard.put(symbol, tape.lastNumber(symbol));
                continue;
            }
            List<Trade> missed;
            do {
                missed = tape.after(symbol, last, PAGE);
                if (!missed.isEmpty()) {
                    last = missed.getLast().number();
                    heard.put(symbol, last);
                    tell(missed);
                }
            } while (missed.size() == PAGE);
        }
    }

    private void tell(List<Trade> trades) {
        if (!trades.isEmpty()) {
            all.forEach(listener -> listener.recorded(trades));
        }
    }
}
