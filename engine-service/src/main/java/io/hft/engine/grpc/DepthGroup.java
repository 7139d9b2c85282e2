package io.hft.engine.grpc;

import io.hft.engine.marketdata.DepthDelta;
import io.hft.engine.marketdata.DepthMirror;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.marketdata.DepthView.Levels;
import io.hft.engine.v1.PriceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The subscribers of one market with one depth: they share the view and, as long as they keep up, what has changed in it. */
final class DepthGroup {
    /** Which market, how deep. */
    record Key(int instrumentId, int depth) {}

    /**
     * What subscribers are to have now.
     *
     * @param before the view before it, from which the changes lead here; null for the first
     */
    record Shown(DepthView view, @Nullable DepthView before, List<PriceLevel> bids, List<PriceLevel> asks) {}

    private final Market market;
    private final int depth;
    private final DepthMirror mirror;
    private final Set<DepthSubscription> members = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Shown shown;
    /** Subscribers that hold it, counted by the feed under its lock. */
    int holders;
    /** Of the mirror, when it was last looked at; the pulse thread's own. */
    private long seenVersion;

    DepthGroup(final Market market, final int depth, final DepthMirror mirror) {
        this.market = market;
        this.depth = depth;
        this.mirror = mirror;
    }

    Key key() {
        return new Key(market.id(), depth);
    }

    Market market() {
        return market;
    }

    DepthMirror mirror() {
        return mirror;
    }

    Set<DepthSubscription> members() {
        return members;
    }

    /** What a subscriber is to have now; null before the first round. */
    @Nullable
    Shown shown() {
        return shown;
    }

    /** The pulse thread: whether there may be something new. */
    boolean isBehind() {
        return shown == null || mirror.version() != seenVersion;
    }

    /** The pulse thread: takes a new view if there is one and wakes whom it concerns. */
    void refresh() {
        if (!isBehind()) {
            return;
        }
        // Before the view: a change that comes in between is looked for again.
        seenVersion = mirror.version();
        final Shown last = shown;
        final DepthView view = mirror.read(depth);
        if (last == null) {
            shown = new Shown(view, null, List.of(), List.of());
        } else if (!view.showsTheSameAs(last.view())) {
            shown = new Shown(view, last.view(), changedBids(last.view(), view), changedAsks(last.view(), view));
        } else {
            return;
        }
        members.forEach(DepthSubscription::wake);
    }

    List<PriceLevel> changedBids(final DepthView before, final DepthView now) {
        final List<PriceLevel> changed = new ArrayList<>();
        DepthDelta.bids(before, now, (price, quantity, count) -> changed.add(level(market, price, quantity, count)));
        return changed;
    }

    List<PriceLevel> changedAsks(final DepthView before, final DepthView now) {
        final List<PriceLevel> changed = new ArrayList<>();
        DepthDelta.asks(before, now, (price, quantity, count) -> changed.add(level(market, price, quantity, count)));
        return changed;
    }

    static List<PriceLevel> all(final Market market, final Levels levels) {
        final List<PriceLevel> all = new ArrayList<>(levels.size());
        for (int i = 0; i < levels.size(); i++) {
            all.add(level(market, levels.priceTicks(i), levels.quantityLots(i), levels.orderCount(i)));
        }
        return all;
    }

    /** A level as a message; one that is gone says so with quantity 0. */
    static PriceLevel level(final Market market, final long price, final long quantity, final int count) {
        return PriceLevel.newBuilder()
                .setPrice(market.price().format(price))
                .setQuantity(count == 0 ? "0" : market.quantity().format(quantity))
                .setOrderCount(count)
                .build();
    }
}
