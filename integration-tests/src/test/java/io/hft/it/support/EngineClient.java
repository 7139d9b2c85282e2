package io.hft.it.support;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.GetTopOfBookRequest;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TopOfBook;
import io.hft.engine.v1.TradingEngineGrpc;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The engine's own door. It outlives restarts of the engine: the channel connects anew. */
public final class EngineClient implements AutoCloseable {
    private final ManagedChannel channel;

    EngineClient(String host, int port) {
        channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    /** A client of an engine on the loopback interface, or of whatever stands before it. */
    public static EngineClient at(int port) {
        return new EngineClient("127.0.0.1", port);
    }

    /** For streams, and for calls that must not wait for an engine that is away. */
    public ManagedChannel channel() {
        return channel;
    }

    private TradingEngineGrpc.TradingEngineBlockingStub stub() {
        // A channel that has just lost its engine waits before it looks again; tests do not want to.
        channel.resetConnectBackoff();
        return TradingEngineGrpc.newBlockingStub(channel).withWaitForReady().withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    public List<Instrument> instruments() {
        return stub().listInstruments(ListInstrumentsRequest.getDefaultInstance())
                .getInstrumentsList();
    }

    public OrderBook book(String symbol) {
        return stub().getOrderBook(
                        GetOrderBookRequest.newBuilder().setSymbol(symbol).build());
    }

    public TopOfBook top(String symbol) {
        return stub().getTopOfBook(
                        GetTopOfBookRequest.newBuilder().setSymbol(symbol).build());
    }

    public Optional<OrderState> order(String symbol, long orderId) {
        try {
            return Optional.of(stub().getOrder(GetOrderRequest.newBuilder()
                    .setSymbol(symbol)
                    .setOrderId(orderId)
                    .build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<OrderState> openOrders(String symbol) {
        List<OrderState> orders = new ArrayList<>();
        stub().listOpenOrders(
                        ListOpenOrdersRequest.newBuilder().setSymbol(symbol).build())
                .forEachRemaining(page -> orders.addAll(page.getOrdersList()));
        return orders;
    }

    /** The last event of the only shard that the default configuration has. */
    public long lastSequence() {
        return stub().getStats(GetStatsRequest.getDefaultInstance())
                .getShards(0)
                .getLastSequence();
    }

    /** The events from a sequence to another, both included. */
    public List<ExecutionReport> events(long from, long to) {
        List<ExecutionReport> events = new ArrayList<>();
        if (from > to) {
            return events;
        }
        // The stream has no end of its own: the context's end closes it.
        try (io.grpc.Context.CancellableContext call = io.grpc.Context.current().withCancellation()) {
            call.run(() -> {
                Iterator<EventBatch> batches = stub().subscribeEvents(SubscribeEventsRequest.newBuilder()
                        .setFromSequence(from)
                        .build());
                while (events.isEmpty() || events.getLast().getSequence() < to) {
                    events.addAll(batches.next().getEventsList());
                }
            });
        }
        return List.copyOf(events.subList(0, (int) Math.min(events.size(), to - from + 1)));
    }

    TradingEngineGrpc.TradingEngineBlockingStub streaming() {
        channel.resetConnectBackoff();
        return TradingEngineGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
