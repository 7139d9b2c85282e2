package io.hft.backend.orders;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.OrderBookDepth.Level;
import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The price beyond which a market order does not trade: the worst level it needs on the book of this moment, never beyond the
 * instrument's band. While the engine is away, the last known book is asked, then the last trade, then the reference price.
 */
@Component
class ProtectionPrice {
    private static final BigDecimal BASIS_POINTS = BigDecimal.valueOf(10_000);

    private final EngineGateway engine;
    private final JdbcClient jdbc;
    private final BigDecimal stopSlippage;

    ProtectionPrice(EngineGateway engine, JdbcClient jdbc, OrderProperties properties) {
        this.stopSlippage = BigDecimal.valueOf(properties.stopSlippageBasisPoints());
        this.engine = engine;
        this.jdbc = jdbc;
    }

    /** The markets as they are now, for one request. */
    MarketMoment now() {
        return new MarketMoment(engine, jdbc);
    }

    /** Empty when there is nothing to trade with. */
    Optional<BigDecimal> of(Instrument instrument, Side side, BigDecimal quantity, MarketMoment moment) {
        BigDecimal limit = bandLimit(instrument, side, moment);
        Optional<List<Level>> levels = moment.levels(instrument.symbol(), side, quantity);
        if (levels.isPresent()) {
            return worstNeeded(levels.get(), side, quantity, limit);
        }
        return worstNeeded(moment.lastKnown(instrument.symbol(), side), side, quantity, limit)
                .or(() -> Optional.of(moment.lastPrice(instrument.symbol())));
    }

    /**
     * The price and quantity of an order that is sized by what it may spend (or, a sale, should bring in): as much as the worst price it needs leaves
     * room for, so that it never spends more. Empty when there is nothing to trade with.
     */
    Optional<Sized> ofQuote(Instrument instrument, Side side, BigDecimal quote, MarketMoment moment) {
        List<Level> levels =
                moment.levels(instrument.symbol(), side).orElseGet(() -> moment.lastKnown(instrument.symbol(), side));
        BigDecimal limit = bandLimit(instrument, side, moment);
        BigDecimal worst = null;
        BigDecimal reached = BigDecimal.ZERO;
        for (Level level : levels) {
            if (reached.compareTo(quote) >= 0 || limit != null && isBeyond(level.price(), limit, side)) {
                break;
            }
            worst = level.price();
            reached = reached.add(level.price().multiply(level.quantity()));
        }
        return Optional.ofNullable(worst)
                .map(price -> new Sized(price.setScale(Decimals.SCALE), lots(quote, price, instrument)));
    }

    private static BigDecimal lots(BigDecimal quote, BigDecimal price, Instrument instrument) {
        return quote.divideToIntegralValue(price.multiply(instrument.lotSize()))
                .multiply(instrument.lotSize())
                .setScale(Decimals.SCALE, RoundingMode.UNNECESSARY);
    }

    /** @param quantity 0 when the money does not pay for one lot */
    record Sized(BigDecimal price, BigDecimal quantity) {}

    /** How far a stop may trade beyond its stop price once it has triggered: some way, but never beyond the band of this moment. */
    BigDecimal ofStop(Instrument instrument, Side side, BigDecimal stopPrice, MarketMoment moment) {
        BigDecimal room = stopPrice.multiply(stopSlippage).divide(BASIS_POINTS);
        BigDecimal limit = bandLimit(instrument, side, moment);
        BigDecimal tick = instrument.tickSize();
        return switch (side) {
            case BUY -> {
                BigDecimal price = stopPrice.add(room);
                yield Decimals.floorToGrid(
                        limit == null ? price : price.min(limit).max(stopPrice), tick);
            }
            case SELL -> {
                BigDecimal price = stopPrice.subtract(room);
                yield Decimals.ceilToGrid(
                                limit == null ? price : price.max(limit).min(stopPrice), tick)
                        .max(tick)
                        .setScale(Decimals.SCALE, RoundingMode.UNNECESSARY);
            }
        };
    }

    /** @param limit no level beyond it counts; null for none */
    static Optional<BigDecimal> worstNeeded(
            List<Level> levels, Side side, BigDecimal quantity, @Nullable BigDecimal limit) {
        BigDecimal missing = quantity;
        BigDecimal worst = null;
        for (Level level : levels) {
            if (missing.signum() <= 0 || limit != null && isBeyond(level.price(), limit, side)) {
                break;
            }
            worst = level.price();
            missing = missing.subtract(level.quantity());
        }
        return Optional.ofNullable(worst).map(price -> price.setScale(Decimals.SCALE));
    }

    private static boolean isBeyond(BigDecimal price, BigDecimal limit, Side side) {
        return switch (side) {
            case BUY -> price.compareTo(limit) > 0;
            case SELL -> price.compareTo(limit) < 0;
        };
    }

    private @Nullable BigDecimal bandLimit(Instrument instrument, Side side, MarketMoment moment) {
        if (instrument.priceBandBasisPoints() == 0) {
            return null;
        }
        BigDecimal center = moment.lastPrice(instrument.symbol());
        BigDecimal halfWidth = center.multiply(BigDecimal.valueOf(instrument.priceBandBasisPoints()))
                .divide(BASIS_POINTS);
        return switch (side) {
            case BUY -> center.add(halfWidth);
            case SELL -> center.subtract(halfWidth);
        };
    }
}
