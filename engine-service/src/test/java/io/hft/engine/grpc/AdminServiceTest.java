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
import io.hft.engine.v1.KillSwitchRequest;
import io.hft.engine.v1.KillSwitchResponse;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.MassCancelRequest;
import io.hft.engine.v1.MassCancelResponse;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.SetRiskLimitsResponse;
import io.hft.engine.v1.SetTradingStateRequest;
import io.hft.engine.v1.SetTradingStateResponse;
import io.hft.engine.v1.ShardSequence;
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

    @Test
    void beginsAnInstrumentInTheStateThatItIsGiven() {
        final Instrument halted =
                upsert(doge().setTradingState(TradingState.HALTED)).getInstrument();
        assertThat(halted.getTradingState()).isEqualTo(TradingState.HALTED);
        assertThat(instruments().getLast()).isEqualTo(halted);
        assertThat(engine.client().submitOrder(dogeOrder(1)).getOrder().getRejectReason())
                .isEqualTo(RejectReason.INSTRUMENT_HALTED);
        restart();
        assertThat(instruments().getLast()).isEqualTo(halted);
    }

    @Test
    void haltsLeavesOpenForCancelsAndResumes() {
        engine.submit(1, Side.BUY, "49000.00", "1");
        setState(BTC, TradingState.HALTED);
        assertThat(instruments().getFirst().getTradingState()).isEqualTo(TradingState.HALTED);
        assertThat(engine.submit(2, Side.BUY, "49000.00", "1").getOrder().getRejectReason())
                .isEqualTo(RejectReason.INSTRUMENT_HALTED);
        final SetTradingStateResponse response = setState(BTC, TradingState.CANCEL_ONLY);
        final ExecutionReport event = engine.events(response.getLastSequence(), response.getLastSequence())
                .getFirst();
        assertThat(event.getExecutionType()).isEqualTo(ExecutionType.EXECUTION_TRADING_STATE);
        assertThat(event.getSymbol()).isEqualTo(BTC);
        assertThat(event.getTradingState()).isEqualTo(TradingState.CANCEL_ONLY);
        assertThat(engine.submit(3, Side.BUY, "49000.00", "1").getOrder().getRejectReason())
                .isEqualTo(RejectReason.INSTRUMENT_CANCEL_ONLY);
        restart();
        assertThat(instruments().getFirst().getTradingState()).isEqualTo(TradingState.CANCEL_ONLY);
        assertThat(engine.submit(4, Side.BUY, "49000.00", "1").getOrder().getRejectReason())
                .isEqualTo(RejectReason.INSTRUMENT_CANCEL_ONLY);
        assertThat(engine.cancel(1).getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        setState(BTC, TradingState.TRADING);
        assertThat(engine.submit(5, Side.BUY, "49000.00", "1").getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
    }

    @Test
    void refusesBadTradingStates() {
        assertStatus(Status.Code.NOT_FOUND, "symbol: ", () -> setState("DOGE-USD", TradingState.HALTED));
        assertStatus(Status.Code.INVALID_ARGUMENT, "symbol: is required", () -> setState("", TradingState.HALTED));
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "trading_state: must be TRADING, HALTED or CANCEL_ONLY",
                () -> setState(BTC, TradingState.TRADING_STATE_UNSPECIFIED));
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "trading_state: must be TRADING, HALTED or CANCEL_ONLY",
                () -> engine.client()
                        .setTradingState(SetTradingStateRequest.newBuilder()
                                .setSymbol(BTC)
                                .setTradingStateValue(99)
                                .build()));
    }

    @Test
    void setsLimitsOnTheGridThatSurviveARestart() {
        final SetRiskLimitsResponse response = setLimits(limits -> limits.setSymbol(BTC)
                .setMaxQuantity("2.0")
                .setMaxNotional("100000")
                .setMaxPosition("3")
                .setPriceBandBasisPoints(100));
        assertThat(response.getShardsList()).extracting(ShardSequence::getShard).containsExactly(0);
        assertRefused(RejectReason.MAX_QUANTITY_EXCEEDED, 1, "50000.00", "2.00000001");
        assertRefused(RejectReason.MAX_NOTIONAL_EXCEEDED, 2, "50000.01", "2");
        assertRefused(RejectReason.PRICE_OUTSIDE_BAND, 3, "50500.01", "1");
        assertThat(engine.submit(4, Side.BUY, "50000.00", "2").getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
        restart();
        assertRefused(RejectReason.MAX_POSITION_EXCEEDED, 5, "50000.00", "1.00000001");
        setLimits(limits -> limits.setSymbol(BTC).setMaxQuantity("0").setMaxPosition("0.00"));
        assertThat(engine.submit(6, Side.BUY, "50000.00", "9").getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
    }

    @Test
    void setsLimitsOfAnAccountOnAllShards() {
        final SetRiskLimitsResponse response =
                setLimits(limits -> limits.setAccountId(7).setMaxOpenOrders(1));
        assertThat(response.getShardsList()).extracting(ShardSequence::getShard).containsExactly(0, 1);
        engine.submit(1, Side.BUY, "49000.00", "1");
        assertRefused(RejectReason.MAX_OPEN_ORDERS_EXCEEDED, 2, "49000.00", "1");
        assertThat(engine.client()
                        .submitOrder(limit(3, Side.BUY, "3000.00", "1")
                                .setSymbol("ETH-USD")
                                .build())
                        .getOrder()
                        .getStatus())
                .as("counted per shard")
                .isEqualTo(OrderStatus.NEW);
        assertThat(engine.client()
                        .submitOrder(limit(4, Side.BUY, "100.00", "1")
                                .setSymbol("SOL-USD")
                                .build())
                        .getOrder()
                        .getRejectReason())
                .isEqualTo(RejectReason.MAX_OPEN_ORDERS_EXCEEDED);
        assertThat(engine.client()
                        .submitOrder(limit(5, Side.BUY, "49000.00", "1")
                                .setAccountId(8)
                                .build())
                        .getOrder()
                        .getStatus())
                .isEqualTo(OrderStatus.NEW);
    }

    @Test
    void refusesBadLimitsNamingFieldAndRule() {
        assertBadLimits("account_id: must not be negative", limits -> limits.setAccountId(-1));
        assertBadLimits("max_quantity: needs a symbol", limits -> limits.setMaxQuantity("1"));
        assertBadLimits("max_notional: needs a symbol", limits -> limits.setMaxNotional("1"));
        assertBadLimits("max_position: needs a symbol", limits -> limits.setMaxPosition("1"));
        assertBadLimits("price_band_basis_points: needs a symbol", limits -> limits.setPriceBandBasisPoints(1));
        assertBadLimits("max_open_orders: must not be negative", limits -> limits.setMaxOpenOrders(-1));
        assertBadLimits("orders_per_second: must not be negative", limits -> limits.setOrdersPerSecond(-1));
        assertBadLimits("max_open_orders: goes with no symbol", limits -> limits.setSymbol(BTC)
                .setMaxOpenOrders(1));
        assertBadLimits("orders_per_second: goes with no symbol", limits -> limits.setSymbol(BTC)
                .setOrdersPerSecond(1));
        assertBadLimits(
                "price_band_basis_points: goes with no account",
                limits -> limits.setSymbol(BTC).setAccountId(7).setPriceBandBasisPoints(1));
        assertBadLimits("price_band_basis_points: must be at most 10000", limits -> limits.setSymbol(BTC)
                .setPriceBandBasisPoints(10_001));
        assertBadLimits("max_quantity: must be a multiple of the lot size", limits -> limits.setSymbol(BTC)
                .setMaxQuantity("0.000000001"));
        assertBadLimits("max_position: must be positive", limits -> limits.setSymbol(BTC)
                .setMaxPosition("-1"));
        assertBadLimits(
                "max_notional: must be a multiple of tick size times lot size, 0.0000000001",
                limits -> limits.setSymbol(BTC).setMaxNotional("0.00000000001"));
        assertBadLimits(
                "max_notional: is too large", limits -> limits.setSymbol(BTC).setMaxNotional("922337203.6854775808"));
        assertBadLimits("max_notional: must be a decimal number", limits -> limits.setSymbol(BTC)
                .setMaxNotional("1e9"));
        assertStatus(Status.Code.NOT_FOUND, "symbol: ", () -> setLimits(limits -> limits.setSymbol("X-Y")));
        setLimits(limits -> limits.setSymbol(BTC).setMaxNotional("922337203.6854775807"));
    }

    @Test
    void killsAnAccountOnAllShardsAndCancelsWhatIsOpen() {
        engine.submit(1, Side.BUY, "49000.00", "1");
        engine.client()
                .submitOrder(
                        limit(2, Side.BUY, "3000.00", "1").setSymbol("ETH-USD").build());
        engine.client()
                .submitOrder(limit(3, Side.BUY, "48000.00", "1").setAccountId(8).build());
        final KillSwitchResponse response = kill(7, true, true);
        assertThat(response.getCanceled()).isEqualTo(2);
        assertThat(response.getShardsList()).extracting(ShardSequence::getShard).containsExactly(0, 1);
        final long last = response.getShards(0).getLastSequence();
        final List<ExecutionReport> events = engine.events(last - 1, last);
        assertThat(events.getFirst().getExecutionType()).isEqualTo(ExecutionType.EXECUTION_CANCELED);
        assertThat(events.getFirst().getRejectReason()).isEqualTo(RejectReason.KILL_SWITCH);
        assertThat(events.getLast().getExecutionType()).isEqualTo(ExecutionType.EXECUTION_KILL_SWITCH);
        assertThat(events.getLast().getAccountId()).isEqualTo(7);
        assertThat(events.getLast().getCount()).isEqualTo(1);
        assertRefused(RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED, 4, "49000.00", "1");
        restart();
        assertRefused(RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED, 5, "49000.00", "1");
        assertThat(engine.book().getBidsList()).hasSize(1);
        assertThat(kill(0, true, false).getCanceled()).isZero();
        assertRefused(RejectReason.KILL_SWITCH_ENGAGED, 6, "49000.00", "1");
        kill(0, false, false);
        kill(7, false, false);
        assertThat(engine.submit(7, Side.BUY, "49000.00", "1").getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
        assertStatus(Status.Code.INVALID_ARGUMENT, "account_id: must not be negative", () -> kill(-1, true, false));
        assertStatus(Status.Code.INVALID_ARGUMENT, "cancel_open_orders: ", () -> kill(7, false, true));
    }

    @Test
    void cancelsInMassByAccountSymbolAndSide() {
        engine.submit(1, Side.BUY, "49000.00", "1");
        engine.submit(2, Side.SELL, "51000.00", "1");
        engine.client()
                .submitOrder(limit(3, Side.BUY, "48000.00", "1").setAccountId(8).build());
        engine.client()
                .submitOrder(
                        limit(4, Side.BUY, "3000.00", "1").setSymbol("ETH-USD").build());
        final MassCancelResponse sells =
                massCancel(request -> request.setSymbol(BTC).setSide(Side.SELL));
        assertThat(sells.getCanceled()).isEqualTo(1);
        final ExecutionReport event = engine.events(
                        sells.getShards(0).getLastSequence(), sells.getShards(0).getLastSequence())
                .getFirst();
        assertThat(event.getExecutionType()).isEqualTo(ExecutionType.EXECUTION_MASS_CANCELED);
        assertThat(event.getCount()).isEqualTo(1);
        assertThat(event.getSide()).isEqualTo(Side.SELL);
        assertThat(event.getSymbol()).isEqualTo(BTC);
        final MassCancelResponse all = massCancel(request -> request.setAccountId(7));
        assertThat(all.getCanceled()).isEqualTo(2);
        assertThat(all.getShardsList()).extracting(ShardSequence::getShard).containsExactly(0, 1);
        assertThat(engine.book().getBidsList()).extracting(PriceLevel::getPrice).containsExactly("48000.00");
        assertStatus(Status.Code.INVALID_ARGUMENT, "account_id: is required where no symbol", () -> massCancel(r -> r));
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "account_id: must not be negative",
                () -> massCancel(r -> r.setAccountId(-7)));
        assertStatus(Status.Code.NOT_FOUND, "symbol: ", () -> massCancel(r -> r.setSymbol("X-Y")));
        assertStatus(
                Status.Code.INVALID_ARGUMENT,
                "side: ",
                () -> massCancel(r -> r.setSymbol(BTC).setSideValue(3)));
    }

    private void assertRefused(final RejectReason reason, final long orderId, final String price, final String lots) {
        final OrderState order = engine.submit(orderId, Side.BUY, price, lots).getOrder();
        assertThat(order.getStatus()).isEqualTo(OrderStatus.REJECTED);
        assertThat(order.getRejectReason()).isEqualTo(reason);
    }

    private void assertBadLimits(final String message, final UnaryOperator<SetRiskLimitsRequest.Builder> spoil) {
        assertStatus(Status.Code.INVALID_ARGUMENT, message, () -> setLimits(spoil));
    }

    private SetTradingStateResponse setState(final String symbol, final TradingState state) {
        return engine.client()
                .setTradingState(SetTradingStateRequest.newBuilder()
                        .setSymbol(symbol)
                        .setTradingState(state)
                        .build());
    }

    private SetRiskLimitsResponse setLimits(final UnaryOperator<SetRiskLimitsRequest.Builder> limits) {
        return engine.client()
                .setRiskLimits(limits.apply(SetRiskLimitsRequest.newBuilder()).build());
    }

    private KillSwitchResponse kill(final long account, final boolean engaged, final boolean cancel) {
        return engine.client()
                .killSwitch(KillSwitchRequest.newBuilder()
                        .setAccountId(account)
                        .setEngaged(engaged)
                        .setCancelOpenOrders(cancel)
                        .build());
    }

    private MassCancelResponse massCancel(final UnaryOperator<MassCancelRequest.Builder> request) {
        return engine.client()
                .massCancel(request.apply(MassCancelRequest.newBuilder()).build());
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
