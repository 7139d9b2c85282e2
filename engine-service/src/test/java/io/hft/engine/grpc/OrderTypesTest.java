package io.hft.engine.grpc;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.EngineFixture;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SelfTradePrevention;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.TimeInForce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of order through the contract: its terms go in and come out again. */
class OrderTypesTest {
    private static final long NEXT_YEAR_NANOS =
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + TimeUnit.DAYS.toNanos(365);

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
    void aStopWaitsAndTradesWhenItsPriceIsReached() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        engine.submit(2, Side.SELL, "50010.00", "5");
        final OrderState waiting = submit(limit(3, Side.BUY, "50020.00", "2")
                        .setAccountId(8)
                        .setOrderType(OrderType.STOP)
                        .setStopPrice("50000.00"))
                .getOrder();
        assertThat(waiting.getStatus()).isEqualTo(OrderStatus.PENDING_TRIGGER);
        assertThat(waiting.getStopPrice()).isEqualTo("50000.00");
        assertThat(waiting.getPrice()).isEqualTo("50020.00");
        assertThat(state(3)).isEqualTo(waiting);
        assertThat(openOrders()).contains(waiting);
        assertThat(engine.book().getBidsList()).isEmpty();

        final SubmitOrderResponse taker =
                submit(limit(4, Side.BUY, "50000.00", "1").setAccountId(9));
        final List<ExecutionReport> events = engine.events(taker.getLastSequence() - 4, taker.getLastSequence());
        assertThat(events)
                .filteredOn(event -> event.getOrderId() == 3)
                .extracting(ExecutionReport::getExecutionType)
                .containsExactly(ExecutionType.EXECUTION_TRIGGERED, ExecutionType.EXECUTION_TRADE);
        assertThat(state(3).getStatus()).isEqualTo(OrderStatus.FILLED);
        assertThat(state(3).getOrderType()).isEqualTo(OrderType.STOP);
    }

    @Test
    void aWaitingStopLimitTakesANewStopPrice() {
        submit(limit(1, Side.SELL, "48000.00", "2")
                .setOrderType(OrderType.STOP_LIMIT)
                .setStopPrice("48500.00")
                .setTimeInForce(TimeInForce.DAY));
        final ReplaceOrderResponse moved = replace(ReplaceOrderRequest.newBuilder()
                .setOrderId(1)
                .setStopPrice("48400.00")
                .setQuantity("1"));
        assertThat(moved.getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        assertThat(moved.getOrder().getStatus()).isEqualTo(OrderStatus.PENDING_TRIGGER);
        assertThat(moved.getOrder().getStopPrice()).isEqualTo("48400.00");
        assertThat(moved.getOrder().getPrice()).isEqualTo("48000.00");
        assertThat(moved.getOrder().getQuantity()).isEqualTo("1.00000000");
        assertThat(moved.getOrder().getExpireAtNanos()).as("the end of the day").isPositive();
        assertThat(state(1)).isEqualTo(moved.getOrder());
    }

    @Test
    void anIcebergShowsOnlyItsTipAndKeepsItsTermsAfterATrade() {
        submit(limit(1, Side.SELL, "50000.00", "10")
                .setOrderType(OrderType.ICEBERG)
                .setDisplayQuantity("2")
                .setTimeInForce(TimeInForce.GTD)
                .setExpireAtNanos(NEXT_YEAR_NANOS));
        assertThat(engine.book().getAsksList())
                .containsExactly(PriceLevel.newBuilder()
                        .setPrice("50000.00")
                        .setQuantity("2.00000000")
                        .setOrderCount(1)
                        .build());
        submit(limit(2, Side.BUY, "50000.00", "3").setAccountId(8));
        final OrderState rest = state(1);
        assertThat(rest.getLeavesQuantity()).isEqualTo("7.00000000");
        assertThat(rest.getDisplayQuantity()).isEqualTo("2.00000000");
        assertThat(rest.getExpireAtNanos()).isEqualTo(NEXT_YEAR_NANOS);
        assertThat(openOrders()).containsExactly(rest);
        final ReplaceOrderResponse shown = replace(ReplaceOrderRequest.newBuilder()
                .setOrderId(1)
                .setDisplayQuantity("5")
                .setQuantity("10"));
        assertThat(shown.getOrder().getDisplayQuantity()).isEqualTo("5.00000000");
        assertThat(engine.book().getAsks(0).getQuantity()).isEqualTo("5.00000000");
    }

    @Test
    void theAnswerToAnOrderThatTradesAndRestsHasAllItsTerms() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final SubmitOrderResponse response = submit(limit(2, Side.BUY, "50000.00", "3")
                .setAccountId(8)
                .setOrderType(OrderType.ICEBERG)
                .setDisplayQuantity("0.5")
                .setTimeInForce(TimeInForce.GTD)
                .setExpireAtNanos(NEXT_YEAR_NANOS)
                .setSelfTradePrevention(SelfTradePrevention.CANCEL_BOTH));
        assertThat(response.getReportsList())
                .extracting(ExecutionReport::getExecutionType)
                .containsExactly(ExecutionType.EXECUTION_NEW, ExecutionType.EXECUTION_TRADE);
        assertThat(response.getReports(0).getDisplayQuantity()).isEqualTo("0.50000000");
        assertThat(response.getReports(0).getExpireAtNanos()).isEqualTo(NEXT_YEAR_NANOS);
        assertThat(response.getReports(0).getSelfTradePrevention()).isEqualTo(SelfTradePrevention.CANCEL_BOTH);
        assertThat(response.getReports(1).getDisplayQuantity()).isEmpty();
        assertThat(response.getOrder().getStatus()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
        assertThat(response.getOrder()).isEqualTo(state(2));
        final SubmitOrderResponse again =
                submit(limit(2, Side.BUY, "50000.00", "3").setAccountId(8));
        assertThat(again.getDuplicate()).isTrue();
        assertThat(again.getReports(0).getDuplicate()).isTrue();
        assertThat(again.getOrder()).isEqualTo(response.getOrder());
    }

    @Test
    void aFinishedOrderIsAnsweredAsItIsRemembered() {
        engine.submit(1, Side.SELL, "50000.00", "3");
        final SubmitOrderResponse filled = submit(limit(2, Side.BUY, "50000.00", "3")
                .setAccountId(8)
                .setOrderType(OrderType.ICEBERG)
                .setDisplayQuantity("0.5")
                .setSelfTradePrevention(SelfTradePrevention.CANCEL_BOTH));
        assertThat(filled.getOrder().getStatus()).isEqualTo(OrderStatus.FILLED);
        assertThat(filled.getOrder()).isEqualTo(state(2));
        final SubmitOrderResponse expired = submit(limit(3, Side.BUY, "50000.00", "3")
                .setTimeInForce(TimeInForce.GTD)
                .setExpireAtNanos(1));
        assertThat(expired.getOrder().getRejectReason()).isEqualTo(RejectReason.INVALID_EXPIRE_AT);
        assertThat(expired.getReports(0).getExpireAtNanos()).isEqualTo(1);
        assertThat(expired.getOrder()).isEqualTo(state(3));
    }

    @Test
    void fillsAllOrNothing() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final OrderState none = submit(
                        limit(2, Side.BUY, "50000.00", "2").setAccountId(8).setTimeInForce(TimeInForce.FOK))
                .getOrder();
        assertThat(none.getStatus()).isEqualTo(OrderStatus.CANCELED);
        assertThat(none.getRejectReason()).isEqualTo(RejectReason.FOK_NOT_FILLABLE);
        assertThat(none.getCumulativeQuantity()).isEqualTo("0.00000000");
        assertThat(submit(limit(3, Side.BUY, "", "1")
                                .setAccountId(8)
                                .setOrderType(OrderType.MARKET)
                                .setTimeInForce(TimeInForce.FOK))
                        .getOrder()
                        .getStatus())
                .isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void postOnlyNeverTakes() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final OrderState refused = submit(
                        limit(2, Side.BUY, "50000.00", "1").setAccountId(8).setPostOnly(true))
                .getOrder();
        assertThat(refused.getStatus()).isEqualTo(OrderStatus.REJECTED);
        assertThat(refused.getRejectReason()).isEqualTo(RejectReason.POST_ONLY_WOULD_TAKE);
        final OrderState rests = submit(
                        limit(3, Side.BUY, "49999.99", "1").setAccountId(8).setPostOnly(true))
                .getOrder();
        assertThat(rests.getStatus()).isEqualTo(OrderStatus.NEW);
        assertThat(rests.getPostOnly()).isTrue();
        assertThat(state(3)).isEqualTo(rests);
        assertThat(openOrders()).contains(rests);
    }

    @Test
    void nobodyTradesWithHimself() {
        engine.submit(1, Side.SELL, "50000.00", "1");
        final OrderState newest = submit(limit(2, Side.BUY, "50000.00", "1")).getOrder();
        assertThat(newest.getStatus()).isEqualTo(OrderStatus.CANCELED);
        assertThat(newest.getRejectReason()).isEqualTo(RejectReason.SELF_TRADE_PREVENTED);
        final SubmitOrderResponse oldest =
                submit(limit(3, Side.BUY, "50000.00", "1").setSelfTradePrevention(SelfTradePrevention.CANCEL_OLDEST));
        assertThat(oldest.getOrder().getStatus()).isEqualTo(OrderStatus.NEW);
        assertThat(state(1).getStatus()).isEqualTo(OrderStatus.CANCELED);
        assertThat(state(1).getRejectReason()).isEqualTo(RejectReason.SELF_TRADE_PREVENTED);
    }

    @Test
    void refusesBadReplacesNamingFieldAndRule() {
        assertBad(
                "stop_price: must be a multiple",
                ReplaceOrderRequest.newBuilder().setStopPrice("1.001").setQuantity("1"));
        assertBad(
                "stop_price: must be positive",
                ReplaceOrderRequest.newBuilder().setStopPrice("-1").setQuantity("1"));
        assertBad(
                "display_quantity: must be positive",
                ReplaceOrderRequest.newBuilder().setDisplayQuantity("0").setQuantity("1"));
        assertBad(
                "price: must be positive",
                ReplaceOrderRequest.newBuilder().setPrice("0").setQuantity("1"));
        assertBad("quantity: is required", ReplaceOrderRequest.newBuilder().setPrice("1"));
        assertBad(
                "quantity: is too large: stop_price times quantity",
                ReplaceOrderRequest.newBuilder().setStopPrice("10000000000.00").setQuantity("10000000000"));
        engine.submit(1, Side.BUY, "49000.00", "1");
        final ReplaceOrderResponse noStop = replace(
                ReplaceOrderRequest.newBuilder().setStopPrice("48000.00").setQuantity("1"));
        assertThat(noStop.getRejectReason()).isEqualTo(RejectReason.INVALID_STOP_PRICE);
        final ReplaceOrderResponse noIceberg =
                replace(ReplaceOrderRequest.newBuilder().setDisplayQuantity("1").setQuantity("1"));
        assertThat(noIceberg.getRejectReason()).isEqualTo(RejectReason.INVALID_DISPLAY_QUANTITY);
    }

    private void assertBad(final String message, final ReplaceOrderRequest.Builder request) {
        assertThatThrownBy(() -> replace(request)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getDescription()).startsWith(message);
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        });
    }

    private SubmitOrderResponse submit(final SubmitOrderRequest.Builder order) {
        return engine.client().submitOrder(order.build());
    }

    private ReplaceOrderResponse replace(final ReplaceOrderRequest.Builder request) {
        return engine.client()
                .replaceOrder(
                        request.setOrderId(1).setAccountId(7).setSymbol(BTC).build());
    }

    private OrderState state(final long orderId) {
        return engine.client()
                .getOrder(GetOrderRequest.newBuilder()
                        .setSymbol(BTC)
                        .setOrderId(orderId)
                        .build());
    }

    private List<OrderState> openOrders() {
        final List<OrderState> orders = new ArrayList<>();
        engine.client()
                .listOpenOrders(
                        ListOpenOrdersRequest.newBuilder().setSymbol(BTC).build())
                .forEachRemaining(page -> orders.addAll(page.getOrdersList()));
        return orders;
    }
}
