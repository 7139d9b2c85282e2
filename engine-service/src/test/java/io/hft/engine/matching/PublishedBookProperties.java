package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.Side;
import io.hft.engine.event.EventSink;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.marketdata.DepthChanges;
import io.hft.engine.marketdata.DepthMirror;
import io.hft.engine.marketdata.DepthMirrors;
import io.hft.engine.marketdata.DepthView;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders of every type through the core: the published books show its levels, trades and trading states, however late they are shown. */
class PublishedBookProperties {
    private record Level(long price, long quantity, int count) {}

    private final DepthMirrors mirrors = new DepthMirrors();
    private final Publisher publisher = new Publisher();

    @ParameterizedTest
    @EnumSource(FlowWorld.class)
    void showWhatTheCoreHas(final FlowWorld world) {
        final SplittableRandom random = Seed.random("PublishedBookProperties-" + world);
        final MatchingEngine engine = new MatchingEngine(world.maxOpenOrders, world.recentOrderIds);
        final ReferenceEngine reference = new ReferenceEngine(world.maxOpenOrders, world.recentOrderIds);
        final RandomFlow flow = new RandomFlow(world, random.nextLong(), reference);
        final int commands = Seed.commands(world == FlowWorld.DEEP ? 15_000 : 5_000);
        for (int i = 1; i <= commands; i++) {
            final int length = flow.next();
            reference.apply(flow.command, RandomFlow.OFFSET, length, flow.timeNanos());
            engine.apply(flow.command, RandomFlow.OFFSET, length, flow.timeNanos(), publisher);
            publisher.changes.commandDone();
            if (random.nextInt(4) == 0 || i == commands) {
                publisher.changes.show();
                if (world.compareEvery == 1 || random.nextInt(world.compareEvery) == 0 || i == commands) {
                    compare(engine, 1);
                    compare(engine, 2);
                }
            }
        }
        assertThat(publisher.levels).isPositive();
        assertThat(publisher.events).isPositive();
    }

    private void compare(final MatchingEngine engine, final int instrumentId) {
        final DepthMirror mirror = mirrors.find(instrumentId);
        if (mirror == null) {
            assertThat(engine.instruments().find(instrumentId)).isNull();
            return;
        }
        final DepthView view = mirror.read(Integer.MAX_VALUE);
        assertThat(levels(view.bids())).isEqualTo(levels(engine, instrumentId, Side.BUY));
        assertThat(levels(view.asks())).isEqualTo(levels(engine, instrumentId, Side.SELL));
        assertThat(view.lastTradePriceTicks()).isEqualTo(engine.lastTradePriceTicks(instrumentId));
        assertThat(view.tradingState()).isEqualTo(TradingState.of(engine.risk().tradingStateCode(instrumentId)));
        assertThat(view.sequence()).isEqualTo(engine.lastEventSequence());
        assertThat(mirror.top().sequence()).isEqualTo(engine.lastEventSequence());
    }

    private static List<Level> levels(final MatchingEngine engine, final int instrumentId, final Side side) {
        final List<Level> levels = new ArrayList<>();
        engine.depth(
                instrumentId,
                side,
                Integer.MAX_VALUE,
                (price, quantity, count) -> levels.add(new Level(price, quantity, count)));
        return levels;
    }

    private static List<Level> levels(final DepthView.Levels shown) {
        final List<Level> levels = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            levels.add(new Level(shown.priceTicks(i), shown.quantityLots(i), shown.orderCount(i)));
        }
        return levels;
    }

    private final class Publisher implements EventSink {
        private final DepthChanges changes = new DepthChanges(mirrors);
        private long events;
        private long levels;

        @Override
        public void onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            changes.event(buffer, offset);
            events++;
        }

        @Override
        public void onLevel(
                final int instrumentId,
                final boolean bid,
                final long priceTicks,
                final long quantityLots,
                final int orderCount) {
            changes.level(instrumentId, bid, priceTicks, quantityLots, orderCount);
            levels++;
        }
    }
}
