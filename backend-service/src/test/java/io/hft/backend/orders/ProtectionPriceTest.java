package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.EngineGateway;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.engine.OrderBookDepth;
import io.hft.backend.engine.OrderBookDepth.Level;
import io.hft.backend.engine.Side;
import io.hft.backend.support.MoneyDatabase;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a book that stands still: 150 levels a side from 100 on, one coin each. */
class ProtectionPriceTest {
    private final MoneyDatabase database = new MoneyDatabase();
    private final List<Integer> asked = new ArrayList<>();
    private boolean away;
    private @Nullable OrderBookDepth lastKnown;

    private final ProtectionPrice protection = new ProtectionPrice(
            (EngineGateway) Proxy.newProxyInstance(
                    EngineGateway.class.getClassLoader(),
                    new Class<?>[] {EngineGateway.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "orderBook" -> book((int) args[1]);
                        case "lastKnownOrderBook" -> Optional.ofNullable(lastKnown);
                        default -> throw new UnsupportedOperationException(method.getName());
                    }),
            database.client(),
            new OrderProperties(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, 500));

    @Test
    void isTheWorstPriceThatTheOrderNeeds() {
        assertThat(price(Side.BUY, "0.5", protection.now())).isEqualByComparingTo("100");
        assertThat(price(Side.BUY, "100", protection.now())).isEqualByComparingTo("199");
        assertThat(price(Side.BUY, "101", protection.now())).isEqualByComparingTo("200");
        assertThat(price(Side.BUY, "1000", protection.now())).isEqualByComparingTo("249");
        assertThat(price(Side.SELL, "2", protection.now())).isEqualByComparingTo("98");
        assertThat(protection
                        .ofQuote(MoneyDatabase.BTC_USD, Side.BUY, new BigDecimal("301"), protection.now())
                        .orElseThrow()
                        .price())
                .isEqualByComparingTo("102");
    }

    @Test
    void asksForEachBookOnceHoweverManyOrdersARequestHas() {
        MarketMoment moment = protection.now();
        for (int i = 0; i < 50; i++) {
            price(Side.BUY, "1", moment);
            price(Side.SELL, "2", moment);
        }
        assertThat(asked).containsExactly(EngineGateway.PRICING_DEPTH);
        for (int i = 0; i < 50; i++) {
            price(Side.BUY, "120", moment);
        }
        assertThat(asked).containsExactly(EngineGateway.PRICING_DEPTH, 0);
    }

    @Test
    void waitsForAnAbsentEngineOnceAndTakesWhatWasKnownLast() {
        away = true;
        MarketMoment moment = protection.now();
        for (int i = 0; i < 50; i++) {
            assertThat(price(Side.BUY, "1", moment)).as("the reference price").isEqualByComparingTo("50000");
        }
        assertThat(asked).hasSize(1);
        lastKnown = depth(3);
        assertThat(price(Side.BUY, "2", protection.now())).isEqualByComparingTo("101");
    }

    private BigDecimal price(Side side, String quantity, MarketMoment moment) {
        return protection
                .of(MoneyDatabase.BTC_USD, side, new BigDecimal(quantity), moment)
                .orElseThrow();
    }

    private OrderBookDepth book(int depth) {
        asked.add(depth);
        if (away) {
            throw new EngineUnavailable("away", new IllegalStateException("away"));
        }
        return depth(depth == 0 ? 150 : Math.min(depth, 150));
    }

    private static OrderBookDepth depth(int levels) {
        List<Level> bids = new ArrayList<>();
        List<Level> asks = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            bids.add(new Level(BigDecimal.valueOf(99 - i), BigDecimal.ONE, 1));
            asks.add(new Level(BigDecimal.valueOf(100 + i), BigDecimal.ONE, 1));
        }
        return new OrderBookDepth("BTC-USD", 0, 1, Instant.EPOCH, bids, asks);
    }
}
