package io.hft.backend.engine;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@link EngineGateway} over gRPC: unary calls with deadlines on one shared channel. */
final class GrpcEngineGateway implements EngineGateway {
    private final TradingEngineBlockingStub engine;
    private final Duration submitTimeout;
    private final Duration queryTimeout;
    private final Map<String, OrderBookDepth> lastKnownBooks = new ConcurrentHashMap<>();

    GrpcEngineGateway(Channel channel, Duration submitTimeout, Duration queryTimeout) {
        this.engine = TradingEngineGrpc.newBlockingStub(channel);
        this.submitTimeout = submitTimeout;
        this.queryTimeout = queryTimeout;
    }

    @Override
    public Submission submit(OrderCommand command) {
        SubmitOrderResponse answer = call(() -> within(submitTimeout).submitOrder(Wire.request(command)));
        return new Submission(
                Wire.order(answer.getOrder()), answer.getDuplicate(), answer.getShard(), answer.getLastSequence());
    }

    @Override
    public Amendment cancel(long orderId, long accountId, String symbol) {
        CancelOrderRequest request = CancelOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(accountId)
                .setSymbol(symbol)
                .build();
        CancelOrderResponse answer = call(() -> within(submitTimeout).cancelOrder(request));
        return new Amendment(
                Wire.reason(answer.getRejectReason(), answer.getRejectReasonValue()),
                answer.getShard(),
                answer.getLastSequence());
    }

    @Override
    public Amendment replace(long orderId, long accountId, String symbol, Replacement replacement) {
        ReplaceOrderRequest request = Wire.request(orderId, accountId, symbol, replacement);
        ReplaceOrderResponse answer = call(() -> within(submitTimeout).replaceOrder(request));
        return new Amendment(
                Wire.reason(answer.getRejectReason(), answer.getRejectReasonValue()),
                answer.getShard(),
                answer.getLastSequence());
    }

    @Override
    public OrderBookDepth orderBook(String symbol, int depth) {
        GetOrderBookRequest request = GetOrderBookRequest.newBuilder()
                .setSymbol(symbol)
                .setDepth(depth)
                .build();
        OrderBookDepth book = Wire.depth(call(() -> within(queryTimeout).getOrderBook(request)));
        if (depth == 0 || depth >= PRICING_DEPTH) {
            lastKnownBooks.put(symbol, book);
        }
        return book;
    }

    @Override
    public Optional<OrderBookDepth> lastKnownOrderBook(String symbol) {
        return Optional.ofNullable(lastKnownBooks.get(symbol));
    }

    @Override
    public List<EngineInstrument> listInstruments() {
        return call(() -> within(queryTimeout).listInstruments(ListInstrumentsRequest.getDefaultInstance()))
                .getInstrumentsList()
                .stream()
                .map(Wire::instrument)
                .toList();
    }

    private TradingEngineBlockingStub within(Duration timeout) {
        return engine.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw translated(e);
        }
    }

    static RuntimeException translated(StatusRuntimeException e) {
        Status status = e.getStatus();
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> new EngineRefusal("INVALID_ARGUMENT", description, e);
            case NOT_FOUND -> new EngineRefusal("UNKNOWN_INSTRUMENT", description, e);
            default -> new EngineUnavailable(status.getCode() + ": " + description, e);
        };
    }
}
