package io.hft.backend.engine;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubmitOrdersRequest;
import io.hft.engine.v1.SubmitOrdersResponse;
import io.hft.engine.v1.SubmitOrdersResult;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@link EngineGateway} over gRPC: unary calls with deadlines on one shared channel. */
final class GrpcEngineGateway implements EngineGateway {
    /** The engine takes no more in one call. */
    private static final int ORDERS_MAX = 1_000;

    private final TradingEngineBlockingStub engine;
    private final TradingEngineStub asynchronous;
    private final Duration submitTimeout;
    private final Duration queryTimeout;
    private final Map<String, OrderBookDepth> lastKnownBooks = new ConcurrentHashMap<>();

    GrpcEngineGateway(Channel channel, Duration submitTimeout, Duration queryTimeout) {
        this.engine = TradingEngineGrpc.newBlockingStub(channel);
        this.asynchronous = TradingEngineGrpc.newStub(channel);
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
    public List<CompletableFuture<Submission>> submitAll(List<OrderCommand> commands) {
        List<CompletableFuture<Submission>> all = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += ORDERS_MAX) {
            all.addAll(submitSome(commands.subList(from, Math.min(commands.size(), from + ORDERS_MAX))));
        }
        return all;
    }

    private List<CompletableFuture<Submission>> submitSome(List<OrderCommand> commands) {
        SubmitOrdersRequest.Builder request = SubmitOrdersRequest.newBuilder();
        List<CompletableFuture<Submission>> answers = new ArrayList<>(commands.size());
        for (OrderCommand command : commands) {
            request.addOrders(Wire.request(command));
            answers.add(new CompletableFuture<>());
        }
        asynchronous
                .withDeadlineAfter(submitTimeout.toNanos(), TimeUnit.NANOSECONDS)
                .submitOrders(request.build(), new StreamObserver<>() {
                    @Override
                    public void onNext(SubmitOrdersResponse response) {
                        for (int i = 0; i < answers.size(); i++) {
                            complete(answers.get(i), response.getResults(i));
                        }
                    }

                    @Override
                    public void onError(Throwable error) {
                        RuntimeException reason = translated(Status.fromThrowable(error), error);
                        answers.forEach(answer -> answer.completeExceptionally(reason));
                    }

                    @Override
                    public void onCompleted() {
                        // The answer was all.
                    }
                });
        return answers;
    }

    private static void complete(CompletableFuture<Submission> answer, SubmitOrdersResult result) {
        if (result.getStatusCode() == Status.Code.OK.value()) {
            answer.complete(new Submission(
                    Wire.order(result.getOrder()), result.getDuplicate(), result.getShard(), result.getLastSequence()));
        } else {
            Status status = Status.fromCodeValue(result.getStatusCode()).withDescription(result.getStatusMessage());
            answer.completeExceptionally(translated(status, status.asRuntimeException()));
        }
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
        return translated(e.getStatus(), e);
    }

    private static RuntimeException translated(Status status, Throwable e) {
        String description = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> new EngineRefusal("INVALID_ARGUMENT", description, e);
            case NOT_FOUND -> new EngineRefusal("UNKNOWN_INSTRUMENT", description, e);
            default -> new EngineUnavailable(status.getCode() + ": " + description, e);
        };
    }
}
