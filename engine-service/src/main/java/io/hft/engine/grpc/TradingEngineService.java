package io.hft.engine.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.CancelOrderResponse;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.GetStatsResponse;
import io.hft.engine.v1.GetTopOfBookRequest;
import io.hft.engine.v1.KillSwitchRequest;
import io.hft.engine.v1.KillSwitchResponse;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.ListInstrumentsResponse;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.MassCancelRequest;
import io.hft.engine.v1.MassCancelResponse;
import io.hft.engine.v1.OpenOrdersPage;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.ReplaceOrderResponse;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.SetRiskLimitsResponse;
import io.hft.engine.v1.SetTradingStateRequest;
import io.hft.engine.v1.SetTradingStateResponse;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubmitOrdersRequest;
import io.hft.engine.v1.SubmitOrdersResponse;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import io.hft.engine.v1.TopOfBook;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.UpsertInstrumentRequest;
import io.hft.engine.v1.UpsertInstrumentResponse;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contract's methods, handed to the parts; refuses everything until the shards are there. */
final class TradingEngineService extends TradingEngineGrpc.TradingEngineImplBase {
    /** What the methods are made of once the engine has recovered. */
    private record Parts(
            OrderEntryService orderEntry,
            OrderQueryService orderQueries,
            EventStreamService eventStreams,
            MarketDataService marketData,
            OrderSessionService orderSessions,
            StatsService stats,
            AdminService admin,
            SnapshotService snapshots) {}

    private volatile @Nullable Parts parts;

    void serve(
            final Markets markets,
            final SnapshotTaker snapshots,
            final EngineConfig config,
            final Executor streamExecutor) {
        final Wire wire = new Wire(markets);
        final OrderSessionService sessions = new OrderSessionService(markets, streamExecutor, config.grpc());
        parts = new Parts(
                new OrderEntryService(markets, wire, config.grpc().reportsPerAnswer()),
                new OrderQueryService(markets, streamExecutor, config.grpc().openOrdersPerPage()),
                new EventStreamService(
                        markets,
                        wire,
                        streamExecutor,
                        config.grpc().maxSubscribers(),
                        config.grpc().eventsPerBatch()),
                new MarketDataService(markets, config.marketData()),
                sessions,
                new StatsService(
                        markets,
                        sessions,
                        snapshots,
                        config.journal().durability().text()),
                new AdminService(markets),
                new SnapshotService(markets, snapshots));
    }

    /** Ends the streams that would never end by themselves. */
    void endStreams() {
        final Parts serving = parts;
        if (serving != null) {
            serving.orderSessions.stop();
            serving.eventStreams.stop();
            serving.marketData.stop();
        }
    }

    /** After {@link #endStreams}: ends the threads that fed them. */
    void close() {
        final Parts serving = parts;
        if (serving != null) {
            serving.marketData.close();
        }
    }

    /** Open order sessions of a shard. */
    int sessions(final int shard) {
        final Parts serving = parts;
        return serving == null ? 0 : serving.orderSessions.sessions(shard);
    }

    /** A shard has failed. */
    void failed(final int shard, final String reason) {
        final Parts serving = parts;
        if (serving != null) {
            serving.orderSessions.failed(shard, reason);
        }
    }

    private <T> void call(final StreamObserver<T> observer, final Consumer<Parts> method) {
        Answers.answer(observer, () -> {
            final Parts serving = parts;
            if (serving == null) {
                throw Answers.unavailable("the engine is starting");
            }
            method.accept(serving);
        });
    }

    @Override
    public void submitOrder(final SubmitOrderRequest request, final StreamObserver<SubmitOrderResponse> observer) {
        call(observer, serving -> serving.orderEntry.submit(request, observer));
    }

    @Override
    public void submitOrders(final SubmitOrdersRequest request, final StreamObserver<SubmitOrdersResponse> observer) {
        call(observer, serving -> serving.orderEntry.submitAll(request, observer));
    }

    @Override
    public void cancelOrder(final CancelOrderRequest request, final StreamObserver<CancelOrderResponse> observer) {
        call(observer, serving -> serving.orderEntry.cancel(request, observer));
    }

    @Override
    public void replaceOrder(final ReplaceOrderRequest request, final StreamObserver<ReplaceOrderResponse> observer) {
        call(observer, serving -> serving.orderEntry.replace(request, observer));
    }

    @Override
    public StreamObserver<SessionRequest> orderSession(final StreamObserver<SessionReply> observer) {
        final Parts serving = parts;
        try {
            if (serving == null) {
                throw Answers.unavailable("the engine is starting");
            }
            return serving.orderSessions.session(observer);
        } catch (final StatusRuntimeException e) {
            observer.onError(e);
            return new Ignored<>();
        }
    }

    @Override
    public void subscribeEvents(final SubscribeEventsRequest request, final StreamObserver<EventBatch> observer) {
        call(observer, serving -> serving.eventStreams.subscribe(request, observer));
    }

    @Override
    public void getOrderBook(final GetOrderBookRequest request, final StreamObserver<OrderBook> observer) {
        call(observer, serving -> serving.marketData.orderBook(request, observer));
    }

    @Override
    public void getTopOfBook(final GetTopOfBookRequest request, final StreamObserver<TopOfBook> observer) {
        call(observer, serving -> serving.marketData.topOfBook(request, observer));
    }

    @Override
    public void subscribeMarketData(
            final SubscribeMarketDataRequest request, final StreamObserver<MarketDataUpdate> observer) {
        call(observer, serving -> serving.marketData.subscribe(request, observer));
    }

    @Override
    public void getOrder(final GetOrderRequest request, final StreamObserver<OrderState> observer) {
        call(observer, serving -> serving.orderQueries.order(request, observer));
    }

    @Override
    public void listOpenOrders(final ListOpenOrdersRequest request, final StreamObserver<OpenOrdersPage> observer) {
        call(observer, serving -> serving.orderQueries.openOrders(request, observer));
    }

    @Override
    public void listInstruments(
            final ListInstrumentsRequest request, final StreamObserver<ListInstrumentsResponse> observer) {
        call(observer, serving -> serving.marketData.instruments(observer));
    }

    @Override
    public void getStats(final GetStatsRequest request, final StreamObserver<GetStatsResponse> observer) {
        call(observer, serving -> serving.stats.stats(observer));
    }

    @Override
    public void massCancel(final MassCancelRequest request, final StreamObserver<MassCancelResponse> observer) {
        call(observer, serving -> serving.admin.massCancel(request, observer));
    }

    @Override
    public void killSwitch(final KillSwitchRequest request, final StreamObserver<KillSwitchResponse> observer) {
        call(observer, serving -> serving.admin.killSwitch(request, observer));
    }

    @Override
    public void setTradingState(
            final SetTradingStateRequest request, final StreamObserver<SetTradingStateResponse> observer) {
        call(observer, serving -> serving.admin.setTradingState(request, observer));
    }

    @Override
    public void setRiskLimits(
            final SetRiskLimitsRequest request, final StreamObserver<SetRiskLimitsResponse> observer) {
        call(observer, serving -> serving.admin.setRiskLimits(request, observer));
    }

    @Override
    public void upsertInstrument(
            final UpsertInstrumentRequest request, final StreamObserver<UpsertInstrumentResponse> observer) {
        call(observer, serving -> serving.admin.upsertInstrument(request, observer));
    }

    @Override
    public void takeSnapshot(final TakeSnapshotRequest request, final StreamObserver<TakeSnapshotResponse> observer) {
        call(observer, serving -> serving.snapshots.take(request, observer));
    }

    /** What comes on a stream that is ended already. */
    private static final class Ignored<T> implements StreamObserver<T> {
        @Override
        public void onNext(final T message) {}

        @Override
        public void onError(final Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}
