package io.hft.engine.grpc;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A subscriber that reads only what it is told to. */
final class MarketDataClient
        implements ClientResponseObserver<SubscribeMarketDataRequest, MarketDataUpdate>, AutoCloseable {
    private final List<MarketDataUpdate> updates = new CopyOnWriteArrayList<>();
    private @Nullable ClientCallStreamObserver<SubscribeMarketDataRequest> call;

    private MarketDataClient() {}

    static MarketDataClient subscribe(final ManagedChannel channel, final int depth, final String... symbols) {
        final MarketDataClient client = new MarketDataClient();
        TradingEngineGrpc.newStub(channel)
                .subscribeMarketData(
                        SubscribeMarketDataRequest.newBuilder()
                                .addAllSymbols(List.of(symbols))
                                .setDepth(depth)
                                .build(),
                        client);
        return client;
    }

    /** So many updates more may come. */
    void request(final int count) {
        call.request(count);
    }

    List<MarketDataUpdate> updates() {
        return updates;
    }

    @Override
    public void beforeStart(final ClientCallStreamObserver<SubscribeMarketDataRequest> requestStream) {
        call = requestStream;
        requestStream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(final MarketDataUpdate update) {
        updates.add(update);
    }

    @Override
    public void onError(final Throwable t) {
        // The end of every subscription.
    }

    @Override
    public void onCompleted() {
        throw new AssertionError("a feed never completes");
    }

    @Override
    public void close() {
        call.cancel("enough", null);
    }
}
