package io.hft.backend.orders;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderBookDepth;
import io.hft.backend.engine.OrderBookDepth.Level;
import io.hft.backend.engine.Side;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The markets while one request is priced: each book and each last price is asked for once, however many orders are priced by it. While the
 * engine is away, nobody waits for it twice. For one thread.
 */
final class MarketMoment {
    private final EngineGateway engine;
    private final JdbcClient jdbc;
    private final Map<String, Optional<OrderBookDepth>> near = new HashMap<>();
    private final Map<String, Optional<OrderBookDepth>> whole = new HashMap<>();
    private final Map<String, BigDecimal> lastPrices = new HashMap<>();

    MarketMoment(EngineGateway engine, JdbcClient jdbc) {
        this.engine = engine;
        this.jdbc = jdbc;
    }

    /**
     * What an order of that side can trade with, best price first, as far as it needs it; empty while the engine does not answer.
     *
     * @param quantity that the levels should cover, if the book has as much
     */
    Optional<List<Level>> levels(String symbol, Side side, BigDecimal quantity) {
        Optional<List<Level>> first = near.computeIfAbsent(symbol, s -> ask(s, EngineGateway.PRICING_DEPTH))
                .map(book -> book.opposite(side));
        boolean cut = first.isPresent()
                && first.get().size() == EngineGateway.PRICING_DEPTH
                && total(first.get()).compareTo(quantity) < 0;
        return cut ? levels(symbol, side) : first;
    }

    /** As {@link #levels(String, Side, BigDecimal)}, all of them. */
    Optional<List<Level>> levels(String symbol, Side side) {
        return whole.computeIfAbsent(symbol, s -> ask(s, 0)).map(book -> book.opposite(side));
    }

    /** What was known last, for the time while the engine does not answer. */
    List<Level> lastKnown(String symbol, Side side) {
        return engine.lastKnownOrderBook(symbol)
                .map(book -> book.opposite(side))
                .orElse(List.of());
    }

    /** Of the last trade, or the reference price. */
    BigDecimal lastPrice(String symbol) {
        return lastPrices.computeIfAbsent(symbol, s -> jdbc.sql(
                        "select coalesce(last_trade_price, reference_price) from instruments where symbol = ?")
                .param(s)
                .query(BigDecimal.class)
                .single());
    }

    private Optional<OrderBookDepth> ask(String symbol, int depth) {
        try {
            return Optional.of(engine.orderBook(symbol, depth));
        } catch (EngineUnavailable | EngineRefusal e) {
            return Optional.empty();
        }
    }

    private static BigDecimal total(List<Level> levels) {
        return levels.stream().map(Level::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
