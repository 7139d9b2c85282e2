package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.config.SandboxProperties.MarketMode;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.OrderPlacement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Where prices move, somebody trades: one account takes from every USD market's book about once in the interval, through the ordinary order
 * path. Only on the backend that quotes, and only while its quotes are up. Works on a thread of its own; when it fails it tries again, and nobody
 * else notices.
 */
final class Takers implements SmartLifecycle {
    /** Beside the house and the account of fees. */
    static final long USER_ID = 9_000_000_003L;

    private static final Logger log = LoggerFactory.getLogger(Takers.class);
    private static final String QUOTE_ASSET = "USD";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Instruments instruments;
    private final HouseQuotes quotes;
    private final OrderPlacement placement;
    private final Inventory inventory;
    private final SandboxProperties properties;
    private final Map<String, MarketTaker> markets = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    /** Unlike that of any backend before: client order ids are for ever. */
    private final String run;

    private long orders;
    private volatile boolean running;
    private Thread worker = Thread.ofPlatform().unstarted(() -> {});

    Takers(
            Instruments instruments,
            HouseQuotes quotes,
            OrderPlacement placement,
            Inventory inventory,
            SandboxProperties properties,
            InstantSource clock) {
        this.instruments = instruments;
        this.quotes = quotes;
        this.placement = placement;
        this.inventory = inventory;
        this.properties = properties;
        this.run = Long.toString(clock.millis(), Character.MAX_RADIX);
    }

    /** Whether there are any with these settings. */
    static boolean areWanted(SandboxProperties properties) {
        return properties.market() == MarketMode.RANDOM_WALK
                && properties.tradeInterval().isPositive();
    }

    @Override
    public boolean isAutoStartup() {
        return areWanted(properties);
    }

    @Override
    public void start() {
        wake.drainPermits();
        running = true;
        worker = Thread.ofPlatform().daemon().name("house-takers").start(this::tradeUntilStopped);
    }

    @Override
    public void stop() {
        running = false;
        // Not interrupted at once: that would break the database connection of an order under way.
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

    private void tradeUntilStopped() {
        Duration pause = LOOK;
        while (running) {
            try {
                wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
                if (!running) {
                    return;
                }
                pause = quotes.isUpToDate() ? trade() : LOOK;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.warn("the takers will go on later: {}", e.getMessage());
                log.debug("the takers failed", e);
                pause = AFTER_FAILURE;
            }
        }
    }

    /** Sends what is due; returns how long until something is. */
    private Duration trade() {
        List<Instrument> present = instruments.all().stream()
                .filter(instrument -> instrument.quoteAsset().equals(QUOTE_ASSET))
                .toList();
        long next = System.nanoTime() + LOOK.toNanos();
        for (Instrument instrument : present) {
            MarketTaker market = markets.get(instrument.symbol());
            if (market == null || !market.instrument().equals(instrument)) {
                market = new MarketTaker(instrument, properties, placement, inventory, this::nextClientOrderId);
                markets.put(instrument.symbol(), market);
            }
            market.tradeIfDue();
            next = market.earlier(next);
            if (!running) {
                break;
            }
        }
        return Duration.ofNanos(Math.max(0, next - System.nanoTime()));
    }

    private String nextClientOrderId() {
        return "take-" + run + "-" + ++orders;
    }
}
