package io.hft.backend.marketdata;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineDepth;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The live books: one subscription to the engine for each market, whoever and how many look at it. Callable from any thread. */
@Component
public class Books implements SmartLifecycle {
    private final EngineDepth engine;
    private final Instruments instruments;
    private final MarketDataProperties properties;
    private final ObjectProvider<BookListener> listeners;
    private final Map<String, BookFeed> feeds = new ConcurrentHashMap<>();
    private volatile List<BookListener> all = List.of();
    private volatile boolean running;

    Books(
            EngineDepth engine,
            Instruments instruments,
            MarketDataProperties properties,
            ObjectProvider<BookListener> listeners) {
        this.engine = engine;
        this.instruments = instruments;
        this.properties = properties;
        this.listeners = listeners;
    }

    /** The last known state; empty before the first contact with the engine. */
    public Optional<BookView> find(String symbol) {
        return Optional.ofNullable(feeds.get(symbol)).flatMap(BookFeed::view);
    }

    /** Whether what {@link #find} gives is the engine's present book. */
    public boolean isLive(String symbol) {
        BookFeed feed = feeds.get(symbol);
        return feed != null && feed.isLive();
    }

    /** The engine's present book; empty while it is not known. */
    public Optional<BookView> live(String symbol) {
        return isLive(symbol) ? find(symbol) : Optional.empty();
    }

    @EventListener
    void onEngineContact(EngineContact contact) {
        follow();
    }

    /** Markets that an operator opens. */
    @Scheduled(fixedDelayString = "PT1S")
    void followNewMarkets() {
        try {
            follow();
        } catch (DataAccessException e) {
            // Instruments of the first contact are not known yet, and will be.
        }
    }

    private void follow() {
        for (Instrument instrument : instruments.all()) {
            if (running) {
                feeds.computeIfAbsent(instrument.symbol(), symbol -> start(instrument));
            }
        }
    }

    private BookFeed start(Instrument instrument) {
        BookFeed feed = new BookFeed(instrument, engine, properties.bookInterval(), () -> all);
        Thread.ofVirtual().name("book-" + instrument.symbol()).start(feed);
        return feed;
    }

    @Override
    public void start() {
        all = listeners.stream().toList();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        feeds.values().forEach(BookFeed::stop);
        feeds.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server starts, and after its last request is answered. */
    @Override
    public int getPhase() {
        return 0;
    }
}
