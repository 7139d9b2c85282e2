package io.hft.engine.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.v1.MarketDataUpdate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's feed. It remembers per symbol what it sent last and sends the difference to what is shown when the transport asks
 * for more; so a slow client gets fewer and larger updates, and nothing is ever queued for it.
 */
final class DepthSubscription extends PacedStream<MarketDataUpdate> {
    /** One symbol of the feed. */
    private static final class Part {
        private final DepthGroup group;
        private @Nullable DepthView sent;
        private long sequence;

        Part(final DepthGroup group) {
            this.group = group;
        }

        @Nullable
        MarketDataUpdate next() {
            final DepthGroup.Shown shown = group.shown();
            final DepthView last = sent;
            if (shown == null || shown.view() == last) {
                return null;
            }
            final DepthView view = shown.view();
            sent = view;
            if (last != null && view.showsTheSameAs(last)) {
                return null;
            }
            final Market market = group.market();
            final MarketDataUpdate.Builder update = MarketDataUpdate.newBuilder()
                    .setSymbol(market.symbol())
                    .setSequence(++sequence)
                    .setSnapshot(last == null)
                    .setEventSequence(view.sequence())
                    .setTimestampNanos(view.timestampNanos())
                    .setLastTradePrice(Wire.price(market, view.lastTradePriceTicks()))
                    .setTradingStateValue(view.tradingState().code());
            if (last == null) {
                update.addAllBids(DepthGroup.all(market, view.bids())).addAllAsks(DepthGroup.all(market, view.asks()));
            } else if (last == shown.before()) {
                update.addAllBids(shown.bids()).addAllAsks(shown.asks());
            } else {
                update.addAllBids(group.changedBids(last, view)).addAllAsks(group.changedAsks(last, view));
            }
            return update.build();
        }
    }

    private final List<DepthGroup> groups;
    private final Part[] parts;
    private final Consumer<DepthSubscription> onRelease;
    /** Whose turn it is, so that a busy symbol does not keep the others from a slow client. */
    private int turn;

    DepthSubscription(
            final ServerCallStreamObserver<MarketDataUpdate> observer,
            final Executor executor,
            final List<DepthGroup> groups,
            final Consumer<DepthSubscription> onRelease) {
        super(observer, executor);
        this.groups = List.copyOf(groups);
        this.parts = groups.stream().map(Part::new).toArray(Part[]::new);
        this.onRelease = onRelease;
    }

    List<DepthGroup> groups() {
        return groups;
    }

    /** Begins to send. */
    void open() {
        for (final Part part : parts) {
            part.group.members().add(this);
        }
        start();
    }

    @Override
    @Nullable
    MarketDataUpdate next() {
        for (int i = 0; i < parts.length; i++) {
            final int index = (turn + i) % parts.length;
            final MarketDataUpdate update = parts[index].next();
            if (update != null) {
                turn = index + 1;
                return update;
            }
        }
        return null;
    }

    @Override
    void release() {
        for (final Part part : parts) {
            part.group.members().remove(this);
        }
        onRelease.accept(this);
    }
}
