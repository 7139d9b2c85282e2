package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.FIRST_EVENTS;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.EngineFixture;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.GetTopOfBookRequest;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.LiquidityIndicator;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubmitOrdersRequest;
import io.hft.engine.v1.SubmitOrdersResult;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradingEngineServiceTest {
    @TempDir
    Path directory;

    private EngineFixture engine;

    @BeforeEach
    void start() {
        engine = EngineFixture.start(EngineFixture.config(directory));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void restsALimitOrderAndShowsItInTheBookAtOnce() {
        final SubmitOrderResponse response = engine.submit(1, Side.SELL, "50000.00", "1.5");

        assertThat(response.getDuplicate()).isFalse();
        assertThat(response.getOrder())
                .isEqualTo(OrderState.newBuilder()
                        .setOrderId(1)
                        .setAccountId(7)
                        .setSymbol(BTC)
                        .setSide(Side.SELL)
                        .setOrderType(OrderType.LIMIT)
                        .setTimeInForce(TimeInForce.GTC)
                        .setStatus(OrderStatus.NEW)
                        .setPrice("50000.00")
                        .setQuantity("1.50000000")
                        .setCumulativeQuantity("0.00000000")
                        .setLeavesQuantity("1.50000000")
                        .build());
        assertThat(response.getReportsList())
                .extracting(ExecutionReport::getExecutionType)
                .containsExactly(ExecutionType.EXECUTION_NEW);
        final OrderBook book = engine.book();
        assertThat(book.getSequence()).isEqualTo(response.getLastSequence());
        assertThat(book.getTimestampNanos()).isPositive();
        assertThat(book.getAsksList()).containsExactly(level("50000.00", "1.50000000", 1));
        assertThat(book.getBidsList()).isEmpty();
    }

    @Test
    void tradesAtTheMakersPriceAndReportsBothSides() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final SubmitOrderResponse taker = engine.client()
                .submitOrder(
                        limit(2, Side.BUY, "50001.00", "0.4").setAccountId(8).build());

        assertThat(taker.getOrder().getStatus()).isEqualTo(OrderStatus.FILLED);
        final ExecutionReport trade = taker.getReports(taker.getReportsCount() - 1);
        assertThat(trade.getExecutionType()).isEqualTo(ExecutionType.EXECUTION_TRADE);
        assertThat(trade.getLastPrice()).isEqualTo("50000.00");
        assertThat(trade.getLastQuantity()).isEqualTo("0.40000000");
        assertThat(trade.getLiquidity()).isEqualTo(LiquidityIndicator.TAKER);
        assertThat(trade.getContraOrderId()).isEqualTo(1);
        final ExecutionReport maker =
                engine.events(trade.getSequence() - 1, trade.getSequence()).getFirst();
        assertThat(maker.getOrderId()).isEqualTo(1);
        assertThat(maker.getLiquidity()).isEqualTo(LiquidityIndicator.MAKER);
        assertThat(maker.getTradeId()).isEqualTo(trade.getTradeId());
        assertThat(maker.getLeavesQuantity()).isEqualTo("0.60000000");
        final var top = engine.client()
                .getTopOfBook(GetTopOfBookRequest.newBuilder().setSymbol(BTC).build());
        assertThat(top.hasBestBid()).isFalse();
        assertThat(top.getBestAsk()).isEqualTo(level("50000.00", "0.60000000", 1));
        assertThat(top.getLastTradePrice()).isEqualTo("50000.00");
    }

    @Test
    void cancelsTheRemainderOfAMarketOrder() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final SubmitOrderResponse response = engine.client()
                .submitOrder(limit(2, Side.BUY, "", "3")
                        .setAccountId(8)
                        .setOrderType(OrderType.MARKET)
                        .setTimeInForce(TimeInForce.TIME_IN_FORCE_UNSPECIFIED)
                        .build());
        assertThat(response.getOrder().getStatus()).isEqualTo(OrderStatus.CANCELED);
        assertThat(response.getOrder().getCumulativeQuantity()).isEqualTo("1.00000000");
        assertThat(response.getOrder().getRejectReason()).isEqualTo(RejectReason.NO_LIQUIDITY);
        assertThat(response.getOrder().getPrice()).isEmpty();
    }

    @Test
    void answersARepeatedOrderIdWithItsStateAndChangesNothing() {
        final SubmitOrderResponse first = engine.submit(1, Side.SELL, "50000.00", "1");
        final SubmitOrderResponse again = engine.submit(1, Side.SELL, "50000.00", "1");
        assertThat(again.getDuplicate()).isTrue();
        assertThat(again.getOrder()).isEqualTo(first.getOrder());
        assertThat(engine.book().getAsksList()).containsExactly(level("50000.00", "1.00000000", 1));
    }

    @Test
    void entersManyOrdersInTheirOrderEachWithAResultOfItsOwn() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final List<SubmitOrdersResult> results = engine.client()
                .submitOrders(SubmitOrdersRequest.newBuilder()
                        .addOrders(limit(2, Side.BUY, "50000.00", "0.4").setAccountId(8))
                        .addOrders(limit(3, Side.BUY, "1.001", "1"))
                        .addOrders(limit(1, Side.SELL, "50000.00", "1"))
                        .addOrders(limit(4, Side.BUY, "1.00", "1").setSymbol("DOGE-USD"))
                        .addOrders(limit(5, Side.BUY, "49000.00", "1").setAccountId(8))
                        .build())
                .getResultsList();

        assertThat(results).extracting(SubmitOrdersResult::getStatusCode).containsExactly(0, 3, 0, 5, 0);
        assertThat(results.get(0).getOrder().getStatus()).isEqualTo(OrderStatus.FILLED);
        assertThat(results.get(1).getStatusMessage()).startsWith("price: ");
        assertThat(results.get(1).hasOrder()).isFalse();
        assertThat(results.get(2).getDuplicate()).isTrue();
        assertThat(results.get(2).getOrder().getCumulativeQuantity()).isEqualTo("0.40000000");
        assertThat(results.get(3).getStatusMessage()).startsWith("symbol: there is no instrument");
        assertThat(results.get(4).getOrder().getStatus()).isEqualTo(OrderStatus.NEW);
        assertThat(results.get(4).getLastSequence())
                .isGreaterThan(results.get(0).getLastSequence());
        assertThat(engine.book().getBidsList()).containsExactly(level("49000.00", "1.00000000", 1));
        assertThat(engine.book().getAsksList()).containsExactly(level("50000.00", "0.60000000", 1));
    }

    @Test
    void entersNeitherNoneNorTooManyAtOnce() {
        final SubmitOrdersRequest.Builder many = SubmitOrdersRequest.newBuilder();
        assertStatus(Status.Code.INVALID_ARGUMENT, "orders: must be 1 to 1000, are 0", () -> engine.client()
                .submitOrders(many.build()));
        for (int i = 1; i <= 1_001; i++) {
            many.addOrders(limit(i, Side.BUY, "49000.00", "1"));
        }
        assertStatus(Status.Code.INVALID_ARGUMENT, "orders: must be 1 to 1000, are 1001", () -> engine.client()
                .submitOrders(many.build()));
        assertThat(engine.book().getBidsList()).isEmpty();
        many.removeOrders(0);
        assertThat(engine.client().submitOrders(many.build()).getResultsList())
                .hasSize(1_000)
                .allMatch(result -> result.getOrder().getStatus() == OrderStatus.NEW);
    }

    @Test
    void namesTheMarketOfTheOrderWhenItsIdIsRepeatedForAnotherMarket() {
        final SubmitOrderResponse first = engine.submit(1, Side.SELL, "50000.00", "1");
        final SubmitOrderResponse again = engine.client()
                .submitOrder(limit(1, Side.SELL, "50000.00", "1")
                        .setSymbol("ETH-USD")
                        .build());
        assertThat(again.getDuplicate()).isTrue();
        assertThat(again.getOrder()).isEqualTo(first.getOrder());
        assertThat(again.getOrder().getSymbol()).isEqualTo("BTC-USD");
    }

    @Test
    void cancelsOnceAndRefusesAfterwards() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final var first = engine.cancel(1);
        assertThat(first.getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        assertThat(first.getOrder().getStatus()).isEqualTo(OrderStatus.CANCELED);
        final var second = engine.cancel(1);
        assertThat(second.getRejectReason()).isEqualTo(RejectReason.ORDER_NOT_OPEN);
        assertThat(second.getOrder().getStatus()).isEqualTo(OrderStatus.CANCELED);
        final var unknown = engine.cancel(99);
        assertThat(unknown.getRejectReason()).isEqualTo(RejectReason.ORDER_NOT_OPEN);
        assertThat(unknown.hasOrder()).isFalse();
        assertThat(engine.book().getAsksList()).isEmpty();
    }

    @Test
    void replacesPriceAndTotalQuantity() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final ReplaceOrderResponse moved = engine.client().replaceOrder(replace(1, "50010.00", "2"));
        assertThat(moved.getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        assertThat(moved.getOrder().getPrice()).isEqualTo("50010.00");
        assertThat(moved.getOrder().getQuantity()).isEqualTo("2.00000000");
        final ReplaceOrderResponse kept = engine.client().replaceOrder(replace(1, "", "1.5"));
        assertThat(kept.getOrder().getPrice()).isEqualTo("50010.00");
        assertThat(engine.book().getAsksList()).containsExactly(level("50010.00", "1.50000000", 1));
        final ReplaceOrderResponse unknown = engine.client().replaceOrder(replace(9, "50010.00", "2"));
        assertThat(unknown.getRejectReason()).isEqualTo(RejectReason.ORDER_NOT_OPEN);
        assertThat(unknown.hasOrder()).isFalse();
    }

    @Test
    void findsAnOrderAndSaysWhenThereIsNone() {
        final OrderState submitted =
                engine.submit(1, Side.SELL, "50000.00", "1").getOrder();
        final GetOrderRequest request =
                GetOrderRequest.newBuilder().setSymbol(BTC).setOrderId(1).build();
        assertThat(engine.client().getOrder(request)).isEqualTo(submitted);
        assertStatus(Status.Code.NOT_FOUND, "order_id", () -> engine.client()
                .getOrder(request.toBuilder().setOrderId(2).build()));
        assertStatus(Status.Code.NOT_FOUND, "order_id", () -> engine.client()
                .getOrder(request.toBuilder().setSymbol("ETH-USD").build()));
    }

    @Test
    void listsOpenOrdersInPagesAndAnEmptyBookAsOnePage() {
        final ListOpenOrdersRequest all =
                ListOpenOrdersRequest.newBuilder().setSymbol(BTC).build();
        assertThat(pages(all)).hasSize(1).allSatisfy(page -> assertThat(page.getOrdersCount())
                .isZero());
        for (int i = 1; i <= 1_100; i++) {
            engine.submit(i, Side.BUY, "49000.00", "0.1");
        }
        engine.client()
                .submitOrder(limit(5_000, Side.BUY, "49000.00", "0.1")
                        .setAccountId(8)
                        .build());
        final List<OpenOrdersPage> pages = pages(all);
        assertThat(pages).hasSize(3);
        assertThat(pages)
                .extracting(OpenOrdersPage::getAsOfSequence)
                .containsOnly(pages.getFirst().getAsOfSequence());
        assertThat(pages.stream().flatMap(page -> page.getOrdersList().stream()))
                .extracting(OrderState::getOrderId)
                .containsExactlyElementsOf(LongStream.concat(LongStream.rangeClosed(1, 1_100), LongStream.of(5_000))
                        .boxed()
                        .toList());
        assertThat(pages(all.toBuilder().setAccountId(8).build()))
                .flatExtracting(OpenOrdersPage::getOrdersList)
                .extracting(OrderState::getOrderId)
                .containsExactly(5_000L);
    }

    @Test
    void listsTheInstrumentsOfTheSettings() {
        final List<Instrument> instruments = engine.client()
                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                .getInstrumentsList();
        assertThat(instruments).extracting(Instrument::getSymbol).containsExactly("BTC-USD", "ETH-USD", "SOL-USD");
        assertThat(instruments.getFirst())
                .isEqualTo(Instrument.newBuilder()
                        .setSymbol("BTC-USD")
                        .setBaseAsset("BTC")
                        .setQuoteAsset("USD")
                        .setTickSize("0.01")
                        .setLotSize("0.00000001")
                        .setMaxQuantity("10000.00000000")
                        .setReferencePrice("50000.00")
                        .setPriceBandBasisPoints(1_000)
                        .setInstrumentId(1)
                        .setTradingState(TradingState.TRADING)
                        .build());
    }

    @Test
    void showsOnlyTheDepthAskedFor() {
        for (int i = 0; i < 250; i++) {
            engine.submit(i + 1, Side.BUY, (49_000 - i) + ".00", "1");
        }
        assertThat(engine.book().getBidsCount()).isEqualTo(200);
        final OrderBook shallow = engine.client()
                .getOrderBook(GetOrderBookRequest.newBuilder()
                        .setSymbol(BTC)
                        .setDepth(3)
                        .build());
        assertThat(shallow.getBidsList())
                .extracting(PriceLevel::getPrice)
                .containsExactly("49000.00", "48999.00", "48998.00");
    }

    @Test
    void servesHealthAndStats() {
        final var health = HealthGrpc.newBlockingStub(engine.channel());
        for (final String service : List.of("", "hft.engine.v1.TradingEngine")) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
        engine.submit(1, Side.BUY, "49000.00", "1");
        assertThat(engine.stats().getCommands()).isEqualTo(FIRST_EVENTS + 1);
        assertThat(engine.stats().getOpenOrders()).isEqualTo(1);
        assertThat(engine.stats().getLastSequence()).isEqualTo(FIRST_EVENTS + 1);
        assertThat(engine.stats().getStateHash()).isNotZero();
    }

    private static Stream<Bad> badOrders() {
        return Stream.of(
                bad("symbol: is required", order -> order.setSymbol("")),
                bad("order_id: must be positive", order -> order.setOrderId(0)),
                bad("order_id: must be positive", order -> order.setOrderId(-1)),
                bad("account_id: must be positive", order -> order.setAccountId(0)),
                bad("side: must be BUY or SELL", order -> order.setSide(Side.SIDE_UNSPECIFIED)),
                bad("side: must be BUY or SELL", order -> order.setSideValue(77)),
                bad(
                        "order_type: must be MARKET, LIMIT, STOP, STOP_LIMIT or ICEBERG",
                        order -> order.setOrderType(OrderType.ORDER_TYPE_UNSPECIFIED)),
                bad("time_in_force: must be GTC, IOC, FOK, DAY or GTD", order -> order.setTimeInForceValue(9)),
                bad("time_in_force: must be IOC or FOK for a market", order -> order.setOrderType(OrderType.MARKET)),
                bad("time_in_force: must be GTC, DAY or GTD for a stop", order -> order.setOrderType(OrderType.STOP)
                        .setStopPrice("50000.00")
                        .setTimeInForce(TimeInForce.IOC)),
                bad("time_in_force: must be GTC, DAY or GTD for a stop", order -> order.setOrderType(
                                OrderType.STOP_LIMIT)
                        .setStopPrice("50000.00")
                        .setTimeInForce(TimeInForce.FOK)),
                bad("time_in_force: must be GTC, DAY or GTD for a stop", order -> order.setOrderType(OrderType.ICEBERG)
                        .setDisplayQuantity("0.5")
                        .setTimeInForce(TimeInForce.IOC)),
                bad("stop_price: is required", order -> order.setOrderType(OrderType.STOP)),
                bad("stop_price: is required", order -> order.setOrderType(OrderType.STOP_LIMIT)),
                bad("stop_price: must be positive", order -> order.setOrderType(OrderType.STOP)
                        .setStopPrice("-1.00")),
                bad("stop_price: must be a multiple of the tick size 0.01", order -> order.setOrderType(OrderType.STOP)
                        .setStopPrice("50000.005")),
                bad("stop_price: must be empty", order -> order.setStopPrice("50000.00")),
                bad("stop_price: must be empty", order -> order.setOrderType(OrderType.ICEBERG)
                        .setDisplayQuantity("0.5")
                        .setStopPrice("50000.00")),
                bad("price: is required", order -> order.setOrderType(OrderType.STOP_LIMIT)
                        .setStopPrice("50000.00")
                        .setPrice("")),
                bad("display_quantity: is required", order -> order.setOrderType(OrderType.ICEBERG)),
                bad("display_quantity: must be positive", order -> order.setOrderType(OrderType.ICEBERG)
                        .setDisplayQuantity("0")),
                bad("display_quantity: must not be larger", order -> order.setOrderType(OrderType.ICEBERG)
                        .setDisplayQuantity("1.00000001")),
                bad("display_quantity: must be empty", order -> order.setDisplayQuantity("1")),
                bad("expire_at_nanos: must be positive", order -> order.setTimeInForce(TimeInForce.GTD)),
                bad("expire_at_nanos: must be positive", order -> order.setTimeInForce(TimeInForce.GTD)
                        .setExpireAtNanos(-1)),
                bad("expire_at_nanos: must be 0", order -> order.setExpireAtNanos(Long.MAX_VALUE)),
                bad("expire_at_nanos: must be 0", order -> order.setTimeInForce(TimeInForce.DAY)
                        .setExpireAtNanos(Long.MAX_VALUE)),
                bad("post_only: needs a LIMIT or ICEBERG", order -> order.setPostOnly(true)
                        .setTimeInForce(TimeInForce.IOC)),
                bad("post_only: needs a LIMIT or ICEBERG", order -> order.setPostOnly(true)
                        .setTimeInForce(TimeInForce.FOK)),
                bad("post_only: needs a LIMIT or ICEBERG", order -> order.setPostOnly(true)
                        .setOrderType(OrderType.STOP_LIMIT)
                        .setStopPrice("50000.00")),
                bad("self_trade_prevention: must be", order -> order.setSelfTradePreventionValue(5)),
                bad("self_trade_prevention: must be", order -> order.setSelfTradePreventionValue(-1)),
                bad("self_trade_prevention: must be", order -> order.setSelfTradePreventionValue(257)),
                bad("quantity: is too large: stop_price times quantity", order -> order.setOrderType(OrderType.STOP)
                        .setPrice("")
                        .setStopPrice("10000000000.00")
                        .setQuantity("10000000000")),
                bad("price: is required", order -> order.setPrice("")),
                bad("price: must be positive", order -> order.setPrice("0")),
                bad("price: must be positive", order -> order.setPrice("-1.00")),
                bad("price: must be a multiple of the tick size 0.01", order -> order.setPrice("50000.001")),
                bad("price: must be a decimal number", order -> order.setPrice("1e5")),
                bad("price: must be a decimal number", order -> order.setPrice("abc")),
                bad("price: must be a decimal number", order -> order.setPrice("+5")),
                bad("price: must be a decimal number", order -> order.setPrice(".5")),
                bad("price: must be a decimal number", order -> order.setPrice("5.")),
                bad("price: must be a decimal number", order -> order.setPrice("1,000.00")),
                bad("price: must be a decimal number", order -> order.setPrice(" 1")),
                bad("price: must be a decimal number", order -> order.setPrice("NaN")),
                bad("price: must be a decimal number", order -> order.setPrice("\u0661")),
                bad("price: is too large", order -> order.setPrice("99999999999999999999")),
                bad("price: must have at most 40 characters", order -> order.setPrice("1".repeat(41))),
                bad("quantity: is required", order -> order.setQuantity("")),
                bad("quantity: must be positive", order -> order.setQuantity("0.00000000")),
                bad(
                        "quantity: must be a multiple of the lot size 0.00000001",
                        order -> order.setQuantity("0.000000001")),
                bad("quantity: is too large", order -> order.setQuantity("1" + "0".repeat(17))),
                bad("quantity: is too large: price times quantity", order -> order.setPrice("10000000000.00")
                        .setQuantity("10000000000")));
    }

    @Test
    void refusesBadOrdersNamingFieldAndRule() {
        final long commands = engine.stats().getCommands();
        badOrders()
                .forEach(bad -> assertStatus(Status.Code.INVALID_ARGUMENT, bad.message, () -> engine.client()
                        .submitOrder(bad.spoil
                                .apply(limit(1, Side.BUY, "50000.00", "1"))
                                .build())));
        assertThat(engine.stats().getCommands()).isEqualTo(commands);
    }

    @Test
    void acceptsZerosBehindTheGrid() {
        assertThat(engine.submit(1, Side.BUY, "50000.00000000", "1.000000000000")
                        .getOrder()
                        .getPrice())
                .isEqualTo("50000.00");
    }

    @Test
    void refusesOtherBadRequests() {
        assertStatus(Status.Code.NOT_FOUND, "symbol: there is no instrument 'DOGE-USD'", () -> engine.client()
                .submitOrder(
                        limit(1, Side.BUY, "1.00", "1").setSymbol("DOGE-USD").build()));
        assertStatus(Status.Code.NOT_FOUND, "symbol", () -> engine.client()
                .getOrderBook(
                        GetOrderBookRequest.newBuilder().setSymbol("btc-usd").build()));
        assertStatus(Status.Code.INVALID_ARGUMENT, "depth: ", () -> engine.client()
                .getOrderBook(GetOrderBookRequest.newBuilder()
                        .setSymbol(BTC)
                        .setDepth(-1)
                        .build()));
        assertStatus(Status.Code.INVALID_ARGUMENT, "quantity: ", () -> engine.client()
                .replaceOrder(replace(1, "50000.00", "-1")));
        assertStatus(Status.Code.INVALID_ARGUMENT, "order_id: ", () -> engine.client()
                .cancelOrder(CancelOrderRequest.newBuilder()
                        .setSymbol(BTC)
                        .setAccountId(7)
                        .build()));
        assertStatus(Status.Code.INVALID_ARGUMENT, "from_sequence: ", () -> subscribe(0, 0));
        assertStatus(Status.Code.INVALID_ARGUMENT, "shard: ", () -> subscribe(1, 1));
        assertStatus(Status.Code.OUT_OF_RANGE, "from_sequence: the next event of shard 0 is 5", () -> subscribe(0, 6));
    }

    private void subscribe(final int shard, final long from) {
        engine.client()
                .subscribeEvents(SubscribeEventsRequest.newBuilder()
                        .setShard(shard)
                        .setFromSequence(from)
                        .build())
                .next();
    }

    private List<OpenOrdersPage> pages(final ListOpenOrdersRequest request) {
        final List<OpenOrdersPage> pages = new ArrayList<>();
        engine.client().listOpenOrders(request).forEachRemaining(pages::add);
        return pages;
    }

    private static ReplaceOrderRequest replace(final long orderId, final String price, final String quantity) {
        return ReplaceOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(7)
                .setSymbol(BTC)
                .setPrice(price)
                .setQuantity(quantity)
                .build();
    }

    private static PriceLevel level(final String price, final String quantity, final int orders) {
        return PriceLevel.newBuilder()
                .setPrice(price)
                .setQuantity(quantity)
                .setOrderCount(orders)
                .build();
    }

    /** What is wrong with an order, and the answer. */
    private record Bad(String message, UnaryOperator<SubmitOrderRequest.Builder> spoil) {}

    private static Bad bad(final String message, final UnaryOperator<SubmitOrderRequest.Builder> spoil) {
        return new Bad(message, spoil);
    }

    private static void assertStatus(final Status.Code code, final String message, final Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getDescription()).startsWith(message);
            assertThat(e.getStatus().getCode()).as(message).isEqualTo(code);
        });
    }
}
