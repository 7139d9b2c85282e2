package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TradingState;
import io.hft.engine.v1.UpsertInstrumentRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServiceTest {
    @TempDir
    Path directory;

    private EngineConfig config;
    private EngineFixture engine;

    @BeforeEach
    void start() {
        final EngineConfig one = EngineFixture.config(directory);
        // BTC-USD on shard 0, the others on shard 1.
        config = one.withInstruments(
                2,
                one.instruments().stream()
                        .map(instrument -> instrument.symbol().equals(BTC)
                                ? instrument
                                : new EngineConfig.InstrumentConfig(
                                        instrument.symbol(),
                                        instrument.baseAsset(),
                                        instrument.quoteAsset(),
                                        instrument.tickSize(),
                                        instrument.lotSize(),
                                        instrument.referencePrice(),
                                        instrument.priceBandBasisPoints(),
                                        instrument.maxQuantity(),
                                        1))
                        .toList());
        engine = EngineFixture.start(config);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void restart() {
        engine.close();
        engine = EngineFixture.start(config);
    }

    @Test
    void definesAnInstrumentThatTradesAtOnceAndSurvivesARestart() {
        final Instrument defined = upsert(doge()).getInstrument();

        assertThat(defined)
                .isEqualTo(doge().setMaxQuantity("1000000")
                        .setInstrumentId(4)
                        .setTradingState(TradingState.TRADING)
                        .build());
        final long sequence = engine.client().submitOrder(dogeOrder(1)).getLastSequence();
        assertThat(engine.client()
                        .getOrderBook(GetOrderBookRequest.newBuilder()
                                .setSymbol("DOGE-USD")
                                .build())
                        .getBids(0)
                        .getPrice())
                .isEqualTo("0.1000");
        assertThat(sequence).isPositive();
        restart();
        assertThat(instruments()).extracting(Instrument::getSymbol).contains("DOGE-USD");
        assertThat(instruments().getLast()).isEqualTo(defined);
        assertThat(engine.client().submitOrder(dogeOrder(2)).getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
        assertThat(upsert(doge().setSymbol("PEPE-USD").setBaseAsset("PEPE").setShard(0))
                        .getInstrument()
                        .getInstrumentId())
                .as("an id that is free over all shards")
                .isEqualTo(5);
    }

    @Test
    void reportsOfANewInstrumentNameItsSymbol() {
        upsert(doge().setShard(0));
        final List<ExecutionReport> events = engine.events(1, engine.stats().getLastSequence());
        assertThat(events)
                .filteredOn(event -> event.getExecutionType() == ExecutionType.EXECUTION_INSTRUMENT)
                .extracting(ExecutionReport::getSymbol)
                .containsExactly("BTC-USD", "DOGE-USD");
    }

    @Test
    void changesLimitsButNeverTheGrid() {
        upsert(doge());
        assertThat(upsert(doge().setMaxQuantity("5")
                                .setPriceBandBasisPoints(100)
                                .setShard(0))
                        .getInstrument())
                .as("the shard stays")
                .isEqualTo(doge().setMaxQuantity("5")
                        .setPriceBandBasisPoints(100)
                        .setInstrumentId(4)
                        .setTradingState(TradingState.TRADING)
                        .build());
        assertThat(instruments().getLast().getMaxQuantity()).isEqualTo("5");
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "instrument.tick_size: is 0.0001 for ever",
                () -> upsert(doge().setTickSize("0.001")));
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "instrument.base_asset: is DOGE for ever",
                () -> upsert(doge().setBaseAsset("DOG")));
    }

    private static Stream<Bad> badInstruments() {
        return Stream.of(
                bad("instrument.symbol: must be 1 to 24", instrument -> instrument.setSymbol("")),
                bad("instrument.symbol: must be 1 to 24", instrument -> instrument.setSymbol("doge-usd")),
                bad("instrument.symbol: must be 1 to 24", instrument -> instrument.setSymbol("D".repeat(25))),
                bad("instrument.base_asset: must be 1 to 12", instrument -> instrument.setBaseAsset("D-")),
                bad("instrument.quote_asset: must be another", instrument -> instrument.setQuoteAsset("DOGE")),
                bad("instrument.tick_size: is required", instrument -> instrument.setTickSize("")),
                bad("instrument.tick_size: must be positive", instrument -> instrument.setTickSize("0.0")),
                bad("instrument.tick_size: must have at most", instrument -> instrument.setTickSize("0.000000001")),
                bad("instrument.lot_size: must be a decimal", instrument -> instrument.setLotSize("1e3")),
                bad(
                        "instrument.lot_size: must have at most",
                        instrument -> instrument.setLotSize("1" + "1".repeat(20))),
                bad("instrument.max_quantity: must be a multiple", instrument -> instrument.setMaxQuantity("1.5")),
                bad("instrument.max_quantity: is required", instrument -> instrument.setMaxQuantity("")),
                bad(
                        "instrument.reference_price: is too large",
                        instrument -> instrument.setReferencePrice("9".repeat(30))),
                bad(
                        "instrument.price_band_basis_points: must be",
                        instrument -> instrument.setPriceBandBasisPoints(10_001)),
                bad(
                        "instrument.price_band_basis_points: must be",
                        instrument -> instrument.setPriceBandBasisPoints(-1)),
                bad("instrument.shard: must be from 0 to 1", instrument -> instrument.setShard(2)),
                bad("instrument.trading_state: must be", instrument -> instrument.setTradingStateValue(4)));
    }

    @Test
    void refusesBadInstrumentsNamingFieldAndRule() {
        badInstruments()
                .forEach(bad ->
                        assertStatus(Status.Code.INVALID_ARGUMENT, bad.message, () -> upsert(bad.spoil.apply(doge()))));
        assertThat(instruments()).hasSize(3);
    }

    @Test
    void refusesAMissingInstrument() {
        assertStatus(Status.Code.INVALID_ARGUMENT, "instrument: is required", () -> engine.client()
                .upsertInstrument(UpsertInstrumentRequest.getDefaultInstance()));
    }

    private io.hft.engine.v1.UpsertInstrumentResponse upsert(final Instrument.Builder instrument) {
        return engine.client()
                .upsertInstrument(UpsertInstrumentRequest.newBuilder()
                        .setInstrument(instrument)
                        .build());
    }

    private static Instrument.Builder doge() {
        return Instrument.newBuilder()
                .setSymbol("DOGE-USD")
                .setBaseAsset("DOGE")
                .setQuoteAsset("USD")
                .setTickSize("0.0001")
                .setLotSize("1")
                .setMaxQuantity("1000000")
                .setReferencePrice("0.1000")
                .setPriceBandBasisPoints(1_000)
                .setShard(1);
    }

    private static io.hft.engine.v1.SubmitOrderRequest dogeOrder(final long orderId) {
        return limit(orderId, Side.BUY, "0.1", "100").setSymbol("DOGE-USD").build();
    }

    private List<Instrument> instruments() {
        return engine.client()
                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                .getInstrumentsList();
    }

    private record Bad(String message, UnaryOperator<Instrument.Builder> spoil) {}

    private static Bad bad(final String message, final UnaryOperator<Instrument.Builder> spoil) {
        return new Bad(message, spoil);
    }

    private static void assertStatus(final Status.Code code, final String message, final Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getDescription()).startsWith(message);
            assertThat(e.getStatus().getCode()).as(message).isEqualTo(code);
        });
    }
}
