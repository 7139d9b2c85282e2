package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.config.SandboxProperties.MarketMode;
import io.hft.backend.engine.EngineContact;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.settlement.SettledFills;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Keeps the house's quotes up in every USD market: when the engine comes (back), after trades of the house, and again and again where prices
 * move. Works on a thread of its own; signals only mark symbols and wake it, so many of them are one piece of work. Of several backends one
 * quotes ({@link QuotesLock}) until it ends.
 */
final class HouseQuotes implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(HouseQuotes.class);

    private static final String QUOTE_ASSET = "USD";
    private static final Duration RETRY_FIRST = Duration.ofMillis(250);
    private static final Duration RETRY_LAST = Duration.ofSeconds(5);
    /** A look without a signal, for whatever was missed. */
    private static final Duration PATROL = Duration.ofSeconds(15);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Instruments instruments;
    private final QuoteBook quotes;
    private final PriceProcess prices;
    private final QuotesLock lock;
    private final boolean moving;
    private final Duration moveInterval;
    private final Semaphore wake = new Semaphore(0);
    private final Set<String> marked = ConcurrentHashMap.newKeySet();
    private final Map<String, BigDecimal> bestAsks = new HashMap<>();
    private volatile boolean engineSeen;
    private volatile boolean quoted;
    private volatile boolean upToDate;
    private volatile boolean running;
    private Thread worker = Thread.ofPlatform().unstarted(() -> {});

    HouseQuotes(
            Instruments instruments,
            QuoteBook quotes,
            PriceProcess prices,
            QuotesLock lock,
            SandboxProperties properties) {
        this.instruments = instruments;
        this.quotes = quotes;
        this.prices = prices;
        this.lock = lock;
        this.moving = properties.market() == MarketMode.RANDOM_WALK;
        this.moveInterval = properties.moveInterval();
    }

    /** Whether all quotes have been up once since this backend started. */
    boolean isQuoted() {
        return quoted;
    }

    /** Whether it is this backend that quotes, and nothing was in its way when it last did. */
    boolean isUpToDate() {
        return upToDate;
    }

    @EventListener
    void onEngineContact(EngineContact event) {
        event.instruments().forEach(instrument -> marked.add(instrument.symbol()));
        engineSeen = true;
        wake.release();
    }

    @EventListener
    void onSettledFills(SettledFills event) {
        if (event.userIds().contains(House.USER_ID) && !event.symbols().isEmpty()) {
            marked.addAll(event.symbols());
            wake.release();
        }
    }

    @Override
    public void start() {
        running = true;
        worker = Thread.ofPlatform().daemon().name("house-quotes").start(this::work);
    }

    @Override
    public void stop() {
        running = false;
        // Not interrupted at once: that would break the database connections of quotes under way.
        wake.release();
        try {
            if (!worker.join(STOP_PATIENCE)) {
                worker.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        try (lock) {
            quoteUntilStopped();
        } finally {
            upToDate = false;
        }
    }

    private void quoteUntilStopped() {
        Duration pause = RETRY_FIRST;
        long nextMoveNanos = System.nanoTime();
        boolean retrying = false;
        while (running) {
            try {
                await(retrying ? pause : moving ? moveInterval : PATROL);
                if (!running) {
                    return;
                }
                boolean move = moving && engineSeen && System.nanoTime() >= nextMoveNanos;
                if (move) {
                    nextMoveNanos = System.nanoTime() + moveInterval.toNanos();
                }
                boolean whole = !engineSeen || pass(move);
                pause = whole ? RETRY_FIRST : longer(pause);
                retrying = !whole;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | SQLException e) {
                if (running) {
                    log.warn("house quotes will be tried again: {}", e.getMessage());
                    log.debug("house quotes failed", e);
                }
                upToDate = false;
                retrying = true;
                pause = longer(pause);
            }
        }
    }

    private void await(Duration atMost) throws InterruptedException {
        wake.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(RETRY_LAST) > 0 ? RETRY_LAST : twice;
    }

    /** False when something is still missing. */
    private boolean pass(boolean move) throws SQLException {
        return switch (lock.take()) {
            case ELSEWHERE -> {
                // Another backend quotes; ours are none the worse. What is marked here it has seen, too, and when we
                // take over we look at everything.
                quoted = true;
                upToDate = false;
                marked.clear();
                yield true;
            }
            case TAKEN -> {
                bestAsks.clear();
                yield quoteAll(move, true);
            }
            case HELD -> quoteAll(move, false);
        };
    }

    private boolean quoteAll(boolean move, boolean takenOver) {
        Set<String> wanted = Set.copyOf(marked);
        boolean everything = wanted.isEmpty() || move || takenOver || !quoted;
        List<Instrument> due = instruments.all().stream()
                .filter(instrument -> instrument.quoteAsset().equals(QUOTE_ASSET))
                .filter(instrument -> everything || wanted.contains(instrument.symbol()))
                .toList();
        marked.removeAll(wanted);
        boolean whole = true;
        for (Instrument instrument : due) {
            if (!moving || move || !bestAsks.containsKey(instrument.symbol())) {
                bestAsks.put(instrument.symbol(), prices.next(instrument));
            }
            BigDecimal bestAsk = bestAsks.get(instrument.symbol());
            if (!quotes.refresh(instrument, QuoteLadder.of(instrument, bestAsk))) {
                marked.add(instrument.symbol());
                whole = false;
            }
        }
        if (whole && !quoted && !due.isEmpty()) {
            quoted = true;
            log.info("the house quotes {} markets", due.size());
        }
        upToDate = whole && quoted;
        return whole;
    }
}
