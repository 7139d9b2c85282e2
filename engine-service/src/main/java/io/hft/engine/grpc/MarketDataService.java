package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.marketdata.DepthView.Levels;
import io.hft.engine.marketdata.TopOfBook;
import io.hft.engine.v1.GetOrderBookRequest;
import io.hft.engine.v1.GetTopOfBookRequest;
import io.hft.engine.v1.ListInstrumentsResponse;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.PriceLevel;
import org.jspecify.annotations.Nullable;

/** What anybody may see, from the published views. */
final class MarketDataService {
    private final Markets markets;

    MarketDataService(final Markets markets) {
        this.markets = markets;
    }

    void orderBook(final GetOrderBookRequest request, final StreamObserver<OrderBook> observer) {
        final Market market = markets.require(request.getSymbol());
        if (request.getDepth() < 0) {
            throw new InvalidField("depth", "must not be negative");
        }
        final OrderBook.Builder book = OrderBook.newBuilder()
                .setSymbol(market.symbol())
                .setShard(market.shard().shard());
        final @Nullable DepthView view = market.shard().depth().view(market.id());
        if (view != null) {
            final int depth = request.getDepth() == 0 ? Integer.MAX_VALUE : request.getDepth();
            book.setSequence(view.top().sequence()).setTimestampNanos(view.top().timestampNanos());
            for (int i = 0; i < Math.min(depth, view.bids().size()); i++) {
                book.addBids(level(market, view.bids(), i));
            }
            for (int i = 0; i < Math.min(depth, view.asks().size()); i++) {
                book.addAsks(level(market, view.asks(), i));
            }
        }
        Answers.complete(observer, book.build());
    }

    void topOfBook(final GetTopOfBookRequest request, final StreamObserver<io.hft.engine.v1.TopOfBook> observer) {
        final Market market = markets.require(request.getSymbol());
        final io.hft.engine.v1.TopOfBook.Builder answer = io.hft.engine.v1.TopOfBook.newBuilder()
                .setSymbol(market.symbol())
                .setShard(market.shard().shard());
        final @Nullable DepthView view = market.shard().depth().view(market.id());
        if (view != null) {
            final TopOfBook top = view.top();
            answer.setSequence(top.sequence()).setTimestampNanos(top.timestampNanos());
            if (top.bidOrderCount() > 0) {
                answer.setBestBid(level(market, view.bids(), 0));
            }
            if (top.askOrderCount() > 0) {
                answer.setBestAsk(level(market, view.asks(), 0));
            }
            answer.setLastTradePrice(Wire.price(market, top.lastTradePriceTicks()));
        }
        Answers.complete(observer, answer.build());
    }

    void instruments(final StreamObserver<ListInstrumentsResponse> observer) {
        final ListInstrumentsResponse.Builder response = ListInstrumentsResponse.newBuilder();
        markets.all().forEach(market -> response.addInstruments(Wire.instrument(market)));
        Answers.complete(observer, response.build());
    }

    private static PriceLevel level(final Market market, final Levels levels, final int level) {
        return PriceLevel.newBuilder()
                .setPrice(market.price().format(levels.priceTicks(level)))
                .setQuantity(market.quantity().format(levels.quantityLots(level)))
                .setOrderCount(levels.orderCount(level))
                .build();
    }
}
