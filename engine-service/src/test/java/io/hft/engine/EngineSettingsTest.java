package io.hft.engine;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.FIRST_EVENTS;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hft.engine.config.ConfigException;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a restart makes of settings that have changed, and of what was set while it ran. */
@Timeout(120)
class EngineSettingsTest {
    @TempDir
    Path directory;

    @Test
    void keepsLimitsThatWereSetWhileItRanOverThoseOfTheSettings() {
        final EngineConfig limited = config().withRisk(new EngineConfig.Risk(
                new EngineConfig.AccountLimits(0, 0),
                List.of(new EngineConfig.InstrumentLimits(BTC, BigDecimal.ONE, null, null, 0)),
                List.of()));
        try (EngineFixture engine = EngineFixture.start(limited)) {
            assertThat(engine.submit(1, Side.BUY, "49000.00", "2").getOrder().getRejectReason())
                    .isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
            engine.client()
                    .setRiskLimits(SetRiskLimitsRequest.newBuilder()
                            .setSymbol(BTC)
                            .setMaxQuantity("3")
                            .build());
        }
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(limited)) {
                assertThat(engine.submit(2 + 2 * restart, Side.BUY, "49000.00", "2")
                                .getOrder()
                                .getStatus())
                        .isEqualTo(OrderStatus.NEW);
                assertThat(engine.submit(3 + 2 * restart, Side.BUY, "49000.00", "4")
                                .getOrder()
                                .getRejectReason())
                        .isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
            }
        }
    }

    @Test
    void replaysUnderTheCapacitiesOfTheTimeNotThoseOfTheSettings() {
        final OrderBook book;
        try (EngineFixture engine =
                EngineFixture.start(config().withMemory(new EngineConfig.Memory(1_000, 1_000, 10)))) {
            for (int i = 1; i <= 20; i++) {
                engine.submit(i, Side.BUY, "49000.00", "1");
            }
            book = engine.book();
        }
        try (EngineFixture engine = EngineFixture.start(config().withMemory(new EngineConfig.Memory(5, 5, 10)))) {
            assertThat(engine.book().getBidsList()).isEqualTo(book.getBidsList());
            assertThat(engine.submit(21, Side.BUY, "49000.00", "1").getOrder().getRejectReason())
                    .isEqualTo(RejectReason.TOO_MANY_OPEN_ORDERS);
            assertThat(engine.cancel(20).getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        }
    }

    @Test
    void startsAlsoWhenOrdersExpiredWhileItWasAway() {
        final long expireAt;
        try (EngineFixture engine = EngineFixture.start(config())) {
            expireAt = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1_000);
            engine.client()
                    .submitOrder(limit(1, Side.BUY, "49000.00", "1")
                            .setTimeInForce(TimeInForce.GTD)
                            .setExpireAtNanos(expireAt)
                            .build());
        }
        await().until(() -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) > expireAt);
        // A changed setting makes the start journal a command, and with its time the order expires.
        try (EngineFixture engine = EngineFixture.start(config().withMemory(new EngineConfig.Memory(10, 10, 10)))) {
            assertThat(engine.book().getBidsList()).isEmpty();
            assertThat(engine.submit(1, Side.BUY, "49000.00", "1").getOrder().getStatus())
                    .isEqualTo(OrderStatus.EXPIRED);
        }
    }

    @Test
    void takesNewInstrumentsAndLimitsFromTheSettingsButNoOtherGrid() {
        EngineFixture.start(config()).close();
        final List<InstrumentConfig> changed = new ArrayList<>(config().instruments());
        final InstrumentConfig btc = changed.getFirst();
        changed.set(0, instrument(btc, "0.01", "5"));
        changed.add(new InstrumentConfig(
                "XRP-USD", "XRP", "USD", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN, 0, BigDecimal.TEN, 0));
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(config().withInstruments(1, changed))) {
                assertThat(engine.stats().getCommands()).isEqualTo(FIRST_EVENTS + 2);
                assertThat(engine.client()
                                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                                .getInstrumentsList())
                        .extracting(i -> i.getSymbol() + ' ' + i.getMaxQuantity())
                        .containsExactly(
                                "BTC-USD 5.00000000",
                                "ETH-USD 100000.00000000",
                                "SOL-USD 1000000.00000000",
                                "XRP-USD 10");
            }
        }
        changed.set(0, instrument(btc, "0.05", "5"));
        assertThatThrownBy(() -> Engine.start(config().withInstruments(1, changed)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("instruments[0]: BTC-USD trades with tick-size 0.01 and lot-size 0.00000001, which its"
                        + " journal depends on; they cannot change to 0.05 and 0.00000001");
    }

    private EngineConfig config() {
        return EngineFixture.config(directory);
    }

    private static InstrumentConfig instrument(final InstrumentConfig btc, final String tick, final String max) {
        return new InstrumentConfig(
                btc.symbol(),
                btc.baseAsset(),
                btc.quoteAsset(),
                new BigDecimal(tick),
                btc.lotSize(),
                btc.referencePrice(),
                btc.priceBandBasisPoints(),
                new BigDecimal(max),
                btc.shard());
    }
}
