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
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineFutureStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@link EngineGateway} over gRPC: unary calls with deadlines on one shared channel. */
final class GrpcEngineGateway implements EngineGateway {
    private final TradingEngineBlockingStub engine;
    private final TradingEngineFutureStub futures;
    private final Duration submitTimeout;
    private final Duration queryTimeout;
    private final Map<String, OrderBookDepth> lastKnownBooks = new ConcurrentHashMap<>();

    GrpcEngineGateway(Channel channel, Duration submitTimeout, Duration queryTimeout) {
        this.engine = TradingEngineGrpc.newBlockingStub(channel);
        this.futures = TradingEngineGrpc.newFutureStub(channel);
        this.submitTimeout = submitTimeout;
        this.queryTimeout = queryTimeout;
    }

    @Override
    public Submission submit(OrderCommand command) {
        return submission(call(() -> within(submitTimeout).submitOrder(Wire.request(command))));
    }

    @Override
    public List<Supplier<Submission>> submitAll(List<OrderCommand> commands) {
        TradingEngineFutureStub pipelined = futures.withDeadlineAfter(submitTimeout.toNanos(), TimeUnit.NANOSECONDS);
        List<Future<SubmitOrderResponse>> answers = new ArrayList<>(commands.size());
        commands.forEach(command -> answers.add(pipelined.submitOrder(Wire.request(command))));
        return answers.stream()
                .map(answer -> (Supplier<Submission>) () -> submission(await(answer)))
                .toList();
    }

    private static SubmitOrderResponse await(Future<SubmitOrderResponse> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailable("interrupted while an order was on its way", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StatusRuntimeException status
                    ? translated(status)
                    : new IllegalStateException(e.getCause());
        }
    }

    private static Submission submission(SubmitOrderResponse answer) {
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

    static <T> T call(Supplier<T> call) {
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
