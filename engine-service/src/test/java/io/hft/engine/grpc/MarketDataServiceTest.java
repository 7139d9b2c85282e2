package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.BTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.SetTradingStateRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import io.hft.engine.v1.TradingState;
import io.hft.engine.v1.UpsertInstrumentRequest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Published books and their streams, over the network. */
class MarketDataServiceTest {
    @TempDir
    Path directory;

    private EngineFixture engine;

    @BeforeEach
    void start() {
        engine = EngineFixture.start(
                EngineFixture.config(directory).withMarketData(new EngineConfig.MarketData(150, 100, 3, 1)));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void showsAsManyLevelsAsAreAskedForAndPublished() {
        for (int i = 0; i < 160; i++) {
            engine.submit(1 + 2 * i, Side.BUY, "%d.00".formatted(49_000 - i), "1");
            engine.submit(2 + 2 * i, Side.SELL, "%d.00".formatted(51_000 + i), "2");
        }
        final OrderBook all = engine.book();
        assertThat(all.getBidsList()).hasSize(150);
        assertThat(all.getAsksList()).hasSize(150);
        for (int i = 0; i < 150; i++) {
            assertThat(all.getBids(i)).isEqualTo(level(49_000 - i, "1.00000000"));
            assertThat(all.getAsks(i)).isEqualTo(level(51_000 + i, "2.00000000"));
        }
        assertThat(book(7).getBidsList()).isEqualTo(all.getBidsList().subList(0, 7));
        assertThat(book(7).getAsksList()).isEqualTo(all.getAsksList().subList(0, 7));
        assertThat(book(1_000)).isEqualTo(all);
    }

    @Test
    void showsTheBooksOfBeforeAfterARestart() {
        for (int i = 0; i < 120; i++) {
            engine.submit(1 + i, i % 2 == 0 ? Side.BUY : Side.SELL, i % 2 == 0 ? "49000.0" + i % 10 : "50000.00", "1");
        }
        engine.client()
                .submitOrder(EngineFixture.limit(1_000, Side.BUY, "50000.00", "0.5")
                        .setAccountId(8)
                        .build());
        final OrderBook before = engine.book();
        engine.close();
        engine = EngineFixture.start(EngineFixture.config(directory));
        final OrderBook after = engine.book();
        assertThat(after.getBidsList()).isEqualTo(before.getBidsList());
        assertThat(after.getAsksList()).isEqualTo(before.getAsksList());
        assertThat(after.getSequence()).isEqualTo(before.getSequence());
        try (MarketDataClient client = MarketDataClient.subscribe(engine.channel(), 0, BTC)) {
            client.request(1);
            await().untilAsserted(() -> assertThat(client.updates()).isNotEmpty());
            final MarketDataUpdate snapshot = client.updates().getFirst();
            assertThat(snapshot.getBidsList()).isEqualTo(before.getBidsList());
            assertThat(snapshot.getAsksList()).isEqualTo(before.getAsksList());
            assertThat(snapshot.getLastTradePrice()).isEqualTo("50000.00");
            assertThat(snapshot.getEventSequence()).isEqualTo(before.getSequence());
        }
    }

    @Test
    void feedsSeveralSymbolsEachWithItsOwnSequence() {
        try (MarketDataClient client = MarketDataClient.subscribe(engine.channel(), 5, BTC, "ETH-USD")) {
            client.request(1_000);
            await().untilAsserted(() -> assertThat(client.updates()).hasSize(2));
            engine.submit(1, Side.BUY, "49000.00", "1");
            await().untilAsserted(() -> assertThat(client.updates()).hasSize(3));
            engine.submit(2, Side.BUY, "49000.00", "1");
            await().untilAsserted(() -> assertThat(client.updates()).hasSize(4));
            assertThat(client.updates().stream()
                            .filter(update -> update.getSymbol().equals(BTC)))
                    .extracting(MarketDataUpdate::getSequence)
                    .containsExactly(1L, 2L, 3L);
            assertThat(client.updates().stream()
                            .filter(update -> !update.getSymbol().equals(BTC)))
                    .extracting(MarketDataUpdate::getSequence)
                    .containsExactly(1L);
        }
    }

    @Test
    void saysChangesOfTheTradingStateAndRemembersThem() {
        engine.submit(1, Side.BUY, "49000.00", "1");
        try (MarketDataClient client = MarketDataClient.subscribe(engine.channel(), 5, BTC)) {
            client.request(1_000);
            await().untilAsserted(() -> assertThat(client.updates()).hasSize(1));
            assertThat(client.updates().getFirst().getTradingState()).isEqualTo(TradingState.TRADING);
            engine.client()
                    .setTradingState(SetTradingStateRequest.newBuilder()
                            .setSymbol(BTC)
                            .setTradingState(TradingState.HALTED)
                            .build());
            await().untilAsserted(() -> assertThat(client.updates()).hasSize(2));
            assertThat(client.updates().get(1).getTradingState()).isEqualTo(TradingState.HALTED);
            assertThat(client.updates().get(1).getBidsCount()).isZero();
        }
        engine.close();
        engine = EngineFixture.start(EngineFixture.config(directory));
        assertThat(first(SubscribeMarketDataRequest.newBuilder().addSymbols(BTC))
                        .getTradingState())
                .isEqualTo(TradingState.HALTED);
    }

    @Test
    void feedsAMarketThatWasDefinedWhileItRuns() {
        engine.client()
                .upsertInstrument(UpsertInstrumentRequest.newBuilder()
                        .setInstrument(engine
                                .client()
                                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                                .getInstruments(0)
                                .toBuilder()
                                .setSymbol("NEW-USD")
                                .setBaseAsset("NEW")
                                .setTradingState(TradingState.CANCEL_ONLY))
                        .build());
        final MarketDataUpdate snapshot =
                first(SubscribeMarketDataRequest.newBuilder().addSymbols("NEW-USD"));
        assertThat(snapshot.getBidsCount() + snapshot.getAsksCount()).isZero();
        assertThat(snapshot.getTradingState()).isEqualTo(TradingState.CANCEL_ONLY);
    }

    @Test
    void takesNoMoreSubscribersThanItIsSetTo() {
        final List<MarketDataClient> clients = Stream.generate(
                        () -> MarketDataClient.subscribe(engine.channel(), 5, BTC))
                .limit(3)
                .toList();
        clients.forEach(client -> client.request(10));
        clients.forEach(client ->
                await().untilAsserted(() -> assertThat(client.updates()).hasSize(1)));
        assertThatThrownBy(() -> first(SubscribeMarketDataRequest.newBuilder().addSymbols(BTC)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        clients.getFirst().close();
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                        first(SubscribeMarketDataRequest.newBuilder().addSymbols(BTC))
                                .getSnapshot())
                .isTrue());
        clients.forEach(MarketDataClient::close);
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                Arguments.of(List.of(), 0, Status.Code.INVALID_ARGUMENT, "symbols"),
                Arguments.of(List.of(""), 0, Status.Code.INVALID_ARGUMENT, "symbols"),
                Arguments.of(List.of(BTC), -1, Status.Code.INVALID_ARGUMENT, "depth"),
                Arguments.of(List.of(BTC, "ETH-USD", BTC), 0, Status.Code.INVALID_ARGUMENT, "symbols"),
                Arguments.of(List.of(BTC, "NO-SUCH"), 0, Status.Code.NOT_FOUND, "symbol"));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void refusesWrongSubscriptionsWithTheField(
            final List<String> symbols, final int depth, final Status.Code code, final String field) {
        assertThatThrownBy(() -> first(SubscribeMarketDataRequest.newBuilder()
                        .addAllSymbols(symbols)
                        .setDepth(depth)))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(code);
                    assertThat(e.getStatus().getDescription()).startsWith(field + ": ");
                });
        assertThat(first(SubscribeMarketDataRequest.newBuilder().addSymbols(BTC))
                        .getSnapshot())
                .isTrue();
    }

    @Test
    void answersOrdersWhileSubscribersReadNothing() {
        try (MarketDataClient first = MarketDataClient.subscribe(engine.channel(), 0, BTC);
                MarketDataClient second = MarketDataClient.subscribe(engine.channel(), 0, BTC)) {
            for (int i = 1; i <= 1_000; i++) {
                final SubmitOrderResponse response =
                        engine.submit(i, Side.BUY, "%d.00".formatted(48_000 + i % 120), "1");
                assertThat(engine.book().getSequence()).isEqualTo(response.getLastSequence());
            }
            assertThat(first.updates()).isEmpty();
            assertThat(second.updates()).isEmpty();
            first.request(10);
            await().untilAsserted(() -> assertThat(first.updates()).isNotEmpty());
        }
    }

    @Test
    void neverShowsAnOrderOnTheWayBetweenTwoLevels() throws Exception {
        engine.submit(1, Side.BUY, "48000.00", "5");
        final AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2);
                MarketDataClient client = MarketDataClient.subscribe(engine.channel(), 10, BTC)) {
            client.request(100_000);
            final Callable<Integer> reader = () -> {
                int reads = 0;
                while (!done.get()) {
                    assertThat(total(engine.book().getBidsList())).isEqualByComparingTo("5");
                    reads++;
                }
                return reads;
            };
            final Future<Integer> one = readers.submit(reader);
            final Future<Integer> two = readers.submit(reader);
            for (int i = 0; i < 1_000; i++) {
                engine.client()
                        .replaceOrder(ReplaceOrderRequest.newBuilder()
                                .setOrderId(1)
                                .setAccountId(7)
                                .setSymbol(BTC)
                                .setPrice("%d.00".formatted(48_000 + i % 3))
                                .setQuantity("5")
                                .build());
            }
            done.set(true);
            assertThat(one.get(20, TimeUnit.SECONDS)).isPositive();
            assertThat(two.get(20, TimeUnit.SECONDS)).isPositive();
            final RebuiltBook book = new RebuiltBook(10);
            await().until(() -> client.updates().getLast().getEventSequence()
                    == engine.book().getSequence());
            for (final MarketDataUpdate update : client.updates()) {
                book.apply(update);
                assertThat(total(book.bids())).isEqualByComparingTo("5");
            }
        }
    }

    private MarketDataUpdate first(final SubscribeMarketDataRequest.Builder request) {
        final io.grpc.Context.CancellableContext context =
                io.grpc.Context.current().withCancellation();
        try {
            return context.call(
                    () -> engine.client().subscribeMarketData(request.build()).next());
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new AssertionError(e);
        } finally {
            context.cancel(null);
        }
    }

    private OrderBook book(final int depth) {
        return engine.client()
                .getOrderBook(GetOrderBookRequest.newBuilder()
                        .setSymbol(BTC)
                        .setDepth(depth)
                        .build());
    }

    private static BigDecimal total(final List<PriceLevel> levels) {
        return levels.stream()
                .map(level -> new BigDecimal(level.getQuantity()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static PriceLevel level(final int price, final String quantity) {
        return PriceLevel.newBuilder()
                .setPrice(price + ".00")
                .setQuantity(quantity)
                .setOrderCount(1)
                .build();
    }
}
