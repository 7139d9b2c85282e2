package io.hft.engine;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine in this JVM on a free port, with a client. */
public final class EngineFixture implements AutoCloseable {
    public static final String BTC = "BTC-USD";

    /** What a first start journals, one event each: the settings that decide events, and three instruments. */
    public static final int FIRST_EVENTS = 4;

    private final Engine engine;
    private final ManagedChannel channel;

    private EngineFixture(final Engine engine) {
        this.engine = engine;
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", engine.port())
                .usePlaintext()
                .build();
    }

    /** Small pools, any free port, data below the directory. */
    public static EngineConfig config(final Path directory) {
        return ConfigLoader.defaults()
                .withPort(0)
                .withDataDirectory(directory)
                .withJournal(new EngineConfig.Journal(EngineConfig.Durability.SYNC, 10, 1 << 20))
                .withMemory(new EngineConfig.Memory(100_000, 100_000, 1_000));
    }

    public static EngineFixture start(final EngineConfig config) {
        return new EngineFixture(Engine.start(config));
    }

    public static EngineFixture start(final EngineConfig config, final SegmentFiles files) {
        return new EngineFixture(Engine.start(config, files));
    }

    public Engine engine() {
        return engine;
    }

    public ManagedChannel channel() {
        return channel;
    }

    public TradingEngineGrpc.TradingEngineBlockingStub client() {
        return client(channel);
    }

    public static TradingEngineGrpc.TradingEngineBlockingStub client(final ManagedChannel channel) {
        return TradingEngineGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    public static SubmitOrderRequest.Builder limit(
            final long orderId, final Side side, final String price, final String quantity) {
        return SubmitOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(7)
                .setSymbol(BTC)
                .setSide(side)
                .setOrderType(OrderType.LIMIT)
                .setTimeInForce(TimeInForce.GTC)
                .setPrice(price)
                .setQuantity(quantity);
    }

    public SubmitOrderResponse submit(final long orderId, final Side side, final String price, final String quantity) {
        return client().submitOrder(limit(orderId, side, price, quantity).build());
    }

    public CancelOrderResponse cancel(final long orderId) {
        return client().cancelOrder(CancelOrderRequest.newBuilder()
                .setOrderId(orderId)
                .setAccountId(7)
                .setSymbol(BTC)
                .build());
    }

    public OrderBook book() {
        return client().getOrderBook(
                        GetOrderBookRequest.newBuilder().setSymbol(BTC).build());
    }

    public ShardStats stats() {
        return client().getStats(GetStatsRequest.getDefaultInstance()).getShards(0);
    }

    /** All events from a sequence up to another. */
    public List<ExecutionReport> events(final long from, final long to) {
        return events(client(), from, to);
    }

    public static List<ExecutionReport> events(
            final TradingEngineGrpc.TradingEngineBlockingStub client, final long from, final long to) {
        final List<ExecutionReport> events = new ArrayList<>();
        if (to < from) {
            return events;
        }
        final Context.CancellableContext context = Context.current().withCancellation();
        context.run(() -> {
            final Iterator<EventBatch> batches = client.subscribeEvents(
                    SubscribeEventsRequest.newBuilder().setFromSequence(from).build());
            while (events.isEmpty() || events.getLast().getSequence() < to) {
                events.addAll(batches.next().getEventsList());
            }
        });
        context.cancel(null);
        events.removeIf(event -> event.getSequence() > to);
        return events;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        engine.close();
    }
}
