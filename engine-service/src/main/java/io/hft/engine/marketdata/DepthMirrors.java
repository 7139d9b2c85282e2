package io.hft.engine.marketdata;

import io.hft.engine.instrument.TradingState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The mirrors of a shard's instruments. One thread writes, any thread reads. */
public final class DepthMirrors {
    private volatile @Nullable DepthMirror[] byId = new @Nullable DepthMirror[16];
    private final ShownMoment moment = new ShownMoment();
    private volatile Runnable listener = () -> {};

    /** The instrument's mirror, or null when nothing was ever said of it. */
    public @Nullable DepthMirror find(final int instrumentId) {
        final @Nullable DepthMirror[] current = byId;
        return instrumentId >= 0 && instrumentId < current.length ? current[instrumentId] : null;
    }

    /** Called on the writer's thread when a watched mirror has changed; must be quick. There is one. */
    public void onChange(final Runnable changeListener) {
        listener = changeListener;
    }

    /** The writer: all mirrors show everything up to this event. */
    void shown(final long sequence, final long timestampNanos) {
        moment.set(sequence, timestampNanos);
    }

    void changed() {
        listener.run();
    }

    /** The writer: the instrument's mirror, made when there is none. */
    DepthMirror require(final int instrumentId) {
        final DepthMirror known = find(instrumentId);
        if (known != null) {
            return known;
        }
        final @Nullable DepthMirror[] current = byId;
        final @Nullable DepthMirror[] grown =
                Arrays.copyOf(current, Math.max(current.length, Integer.highestOneBit(instrumentId) * 2));
        final DepthMirror made = new DepthMirror(moment);
        grown[instrumentId] = made;
        byId = grown;
        return made;
    }

    /** Before the writer starts: how a recovered instrument stands; its levels follow by {@link Recovered#level}. */
    public Recovered recover(final int instrumentId, final TradingState state, final long lastTradePriceTicks) {
        final DepthMirror mirror = require(instrumentId);
        mirror.begin();
        mirror.tradingState(state);
        mirror.lastTrade(lastTradePriceTicks);
        return new Recovered(mirror, moment);
    }

    /** A mirror that is being filled from a recovered book. */
    public static final class Recovered {
        private final DepthMirror mirror;
        private final ShownMoment moment;

        private Recovered(final DepthMirror mirror, final ShownMoment moment) {
            this.mirror = mirror;
            this.moment = moment;
        }

        public void level(final boolean bid, final long priceTicks, final long quantityLots, final int orderCount) {
            mirror.level(bid, priceTicks, quantityLots, orderCount);
        }

        /** It may be seen. */
        public void end(final long sequence, final long timestampNanos) {
            mirror.end(sequence, timestampNanos);
            moment.set(sequence, timestampNanos);
        }
    }
}
