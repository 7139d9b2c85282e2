package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.marketdata.DepthMirror;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.marketdata.TopOfBook;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetTopOfBookRequest;
import io.hft.engine.v1.ListInstrumentsResponse;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What anybody may see, from the published books; nothing here asks the matcher. */
final class MarketDataService {
    private final Markets markets;
    private final int depthMax;
    private final int subscribersMax;
    private final DepthFeed feed;
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Set<DepthSubscription> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    MarketDataService(final Markets markets, final EngineConfig.MarketData settings) {
        this.markets = markets;
        depthMax = settings.depth();
        subscribersMax = settings.maxSubscribers();
        feed = new DepthFeed(settings);
        markets.shards().forEach(shard -> shard.depth().onChange(feed::ring));
    }

    void orderBook(final GetOrderBookRequest request, final StreamObserver<OrderBook> observer) {
        final Market market = markets.require(request.getSymbol());
        final int depth = depth(request.getDepth());
        final DepthView view = mirror(market).read(depth);
        Answers.complete(
                observer,
                OrderBook.newBuilder()
                        .setSymbol(market.symbol())
                        .setShard(market.shard().shard())
                        .setSequence(view.sequence())
                        .setTimestampNanos(view.timestampNanos())
                        .addAllBids(DepthGroup.all(market, view.bids()))
                        .addAllAsks(DepthGroup.all(market, view.asks()))
                        .build());
    }

    void topOfBook(final GetTopOfBookRequest request, final StreamObserver<io.hft.engine.v1.TopOfBook> observer) {
        final Market market = markets.require(request.getSymbol());
        final TopOfBook top = mirror(market).top();
        final io.hft.engine.v1.TopOfBook.Builder answer = io.hft.engine.v1.TopOfBook.newBuilder()
                .setSymbol(market.symbol())
                .setShard(market.shard().shard())
                .setSequence(top.sequence())
                .setTimestampNanos(top.timestampNanos())
                .setLastTradePrice(Wire.price(market, top.lastTradePriceTicks()));
        if (top.bidOrderCount() > 0) {
            answer.setBestBid(
                    DepthGroup.level(market, top.bidPriceTicks(), top.bidQuantityLots(), top.bidOrderCount()));
        }
        if (top.askOrderCount() > 0) {
            answer.setBestAsk(
                    DepthGroup.level(market, top.askPriceTicks(), top.askQuantityLots(), top.askOrderCount()));
        }
        Answers.complete(observer, answer.build());
    }

    void instruments(final StreamObserver<ListInstrumentsResponse> observer) {
        final ListInstrumentsResponse.Builder response = ListInstrumentsResponse.newBuilder();
        markets.all().forEach(market -> response.addInstruments(Wire.instrument(market)));
        Answers.complete(observer, response.build());
    }

    void subscribe(final SubscribeMarketDataRequest request, final StreamObserver<MarketDataUpdate> observer) {
        final int depth = depth(request.getDepth());
        final List<Market> wanted = wanted(request.getSymbolsList());
        if (subscribers.incrementAndGet() > subscribersMax) {
            subscribers.decrementAndGet();
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("there are already " + subscribersMax + " subscribers of market data")
                    .asRuntimeException();
        }
        final List<DepthGroup> groups = new ArrayList<>(wanted.size());
        for (final Market market : wanted) {
            groups.add(feed.join(market, mirror(market), depth));
        }
        final DepthSubscription subscription = new DepthSubscription(
                (ServerCallStreamObserver<MarketDataUpdate>) observer, feed.executor(), groups, this::left);
        open.add(subscription);
        subscription.open();
        if (stopped) {
            subscription.stop(Answers.unavailable("the engine is stopping"));
        }
    }

    private void left(final DepthSubscription subscription) {
        open.remove(subscription);
        feed.leave(subscription.groups());
        subscribers.decrementAndGet();
    }

    int subscribers() {
        return subscribers.get();
    }

    /** Ends all streams: the engine is stopping. */
    void stop() {
        stopped = true;
        feed.stop();
        open.forEach(subscription -> subscription.stop(Answers.unavailable("the engine is stopping")));
    }

    /** After {@link #stop}: ends the threads. */
    void close() {
        feed.close();
    }

    /** The market's published book: it is there before the definition of a market is answered. */
    private static DepthMirror mirror(final Market market) {
        final DepthMirror mirror = market.shard().depth().find(market.id());
        if (mirror == null) {
            throw Answers.unavailable("the book of " + market.symbol() + " is not published yet");
        }
        return mirror;
    }

    /** The levels per side that a request gets. */
    private int depth(final int requested) {
        if (requested < 0) {
            throw new InvalidField("depth", "must not be negative");
        }
        return requested == 0 ? depthMax : Math.min(requested, depthMax);
    }

    private List<Market> wanted(final List<String> symbols) {
        if (symbols.isEmpty()) {
            throw new InvalidField("symbols", "at least one is required");
        }
        final List<Market> wanted = new ArrayList<>();
        final Set<String> seen = new HashSet<>();
        for (final String symbol : symbols) {
            if (symbol.isEmpty()) {
                throw new InvalidField("symbols", "must not be empty texts");
            }
            final Market market = markets.require(symbol);
            if (!seen.add(symbol)) {
                throw new InvalidField("symbols", symbol + " is named twice");
            }
            wanted.add(market);
        }
        return wanted;
    }
}
