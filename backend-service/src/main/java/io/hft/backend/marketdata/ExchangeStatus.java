package io.hft.backend.marketdata;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineLink;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.TradingState;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the exchange can be traded on and how far it is behind itself; looked up twice a second at most. Callable from any thread. */
@Component
public class ExchangeStatus {
    private static final Duration FRESH = Duration.ofMillis(500);

    private final EngineGateway engine;
    private final EngineLink link;
    private final Instruments instruments;
    private final Books books;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Status last;

    ExchangeStatus(
            EngineGateway engine, EngineLink link, Instruments instruments, Books books, JdbcClient jdbc, Clock clock) {
        this.engine = engine;
        this.link = link;
        this.instruments = instruments;
        this.books = books;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The exchange at one moment.
     *
     * @param engineConnected whether the engine answers this backend
     */
    public record Status(Instant at, boolean engineConnected, List<Market> markets, List<Shard> shards) {}

    /**
     * A market.
     *
     * @param tradingState null before the first contact with the engine
     * @param live whether the state and the live book are the engine's present ones
     */
    public record Market(String symbol, @Nullable TradingState tradingState, boolean live) {}

    /**
     * How far the booking is.
     *
     * @param engineSequence the engine's last event; null while the engine is away
     * @param settledSequence the last booked one
     * @param settledAt when something was booked last
     */
    public record Shard(
            int shard,
            @Nullable Long engineSequence,
            long settledSequence,
            @Nullable Instant settledAt) {
        /** Events that are not booked yet; null while the engine is away. */
        public @Nullable Long lag() {
            return engineSequence == null ? null : (Long) Math.max(0, engineSequence - settledSequence);
        }
    }

    public Status present() {
        Status known = last;
        if (isFresh(known)) {
            return known;
        }
        lock.lock();
        try {
            known = last;
            if (!isFresh(known)) {
                known = look();
                last = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(@Nullable Status status) {
        return status != null
                && Duration.between(status.at(), clock.instant()).abs().compareTo(FRESH) < 0;
    }

    private Status look() {
        List<Instrument> all = instruments.all();
        List<Market> markets = all.stream().map(this::market).toList();
        Map<Integer, String> symbolOfShard = new TreeMap<>();
        all.forEach(instrument -> symbolOfShard.putIfAbsent(instrument.shard(), instrument.symbol()));
        Map<Integer, Shard> settled = settled();
        List<Shard> shards = symbolOfShard.entrySet().stream()
                .map(entry -> {
                    Shard cursor = settled.getOrDefault(entry.getKey(), new Shard(entry.getKey(), null, 0, null));
                    return new Shard(
                            entry.getKey(),
                            engineSequence(entry.getValue()),
                            cursor.settledSequence(),
                            cursor.settledAt());
                })
                .toList();
        return new Status(clock.instant(), link.isConnected(), markets, shards);
    }

    private Market market(Instrument instrument) {
        return new Market(
                instrument.symbol(),
                books.find(instrument.symbol()).map(BookView::tradingState).orElse(null),
                books.isLive(instrument.symbol()));
    }

    private @Nullable Long engineSequence(String symbol) {
        if (!link.isConnected()) {
            return null;
        }
        try {
            return engine.orderBook(symbol, 1).sequence();
        } catch (EngineUnavailable | EngineRefusal e) {
            return null;
        }
    }

    private Map<Integer, Shard> settled() {
        Map<Integer, Shard> shards = new HashMap<>();
        jdbc.sql("select shard, sequence, updated_at from settlement_cursors").query((ResultSet row) -> {
            int shard = row.getInt("shard");
            OffsetDateTime at = row.getObject("updated_at", OffsetDateTime.class);
            shards.put(shard, new Shard(shard, null, row.getLong("sequence"), at.toInstant()));
        });
        return shards;
    }
}
