package io.hft.engine.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.instrument.TradingState;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mirror against sorted maps, change by change. */
class DepthMirrorProperties {
    private record Level(long quantity, int count) {}

    private final DepthMirror mirror = new DepthMirror();
    private final TreeMap<Long, Level> bids = new TreeMap<>(Collections.reverseOrder());
    private final TreeMap<Long, Level> asks = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {3, 60, 700, 30_000})
    void showsWhatASortedMapShows(final int prices) {
        final SplittableRandom random = Seed.random("DepthMirrorProperties-" + prices);
        final int changes = Seed.commands(200_000);
        for (int i = 1; i <= changes; i++) {
            // Waves of growing and shrinking, so that chunks split, empty and merge.
            final int percentGone = i / (changes / 8 + 1) % 2 == 0 ? 25 : 75;
            mirror.begin();
            change(random.nextBoolean(), 1 + random.nextInt(prices), random.nextInt(100) < percentGone, random);
            mirror.end(i, 10L * i);
            if (random.nextInt(500) == 0) {
                compare(1 + random.nextInt(300), i);
            }
        }
        compare(Integer.MAX_VALUE, changes);
    }

    @Test
    void followsAMarketThatMoves() {
        final SplittableRandom random = Seed.random("DepthMirrorProperties-moving");
        for (int i = 1; i <= 20_000; i++) {
            mirror.begin();
            change(true, i + 10L, false, random);
            if (i > 500) {
                change(true, i + 10L - 500, true, random);
            }
            mirror.end(i, i);
        }
        compare(1_000, 20_000);
        assertThat(mirror.read(1_000).bids().size()).isEqualTo(500);
    }

    @Test
    void keepsTenThousandLevelsAndGivesTheBest() {
        final SplittableRandom random = Seed.random("DepthMirrorProperties-deep");
        final List<Long> prices = new ArrayList<>();
        for (long price = 1; price <= 10_000; price++) {
            prices.add(price);
        }
        Collections.shuffle(prices, new java.util.Random(random.nextLong()));
        for (final long price : prices) {
            mirror.begin();
            change(true, price, false, random);
            change(false, 20_000 + price, false, random);
            mirror.end(price, price);
        }
        compare(100, prices.getLast());
        compare(Integer.MAX_VALUE, prices.getLast());
    }

    @Test
    void showsTradesAndStates() {
        mirror.begin();
        mirror.lastTrade(77);
        mirror.tradingState(TradingState.HALTED);
        mirror.end(5, 6);
        assertThat(mirror.read(1).lastTradePriceTicks()).isEqualTo(77);
        assertThat(mirror.read(1).tradingState()).isEqualTo(TradingState.HALTED);
        assertThat(mirror.top()).isEqualTo(new TopOfBook(5, 6, 0, 0, 0, 0, 0, 0, 77));
    }

    private void change(final boolean bid, final long price, final boolean gone, final SplittableRandom random) {
        final TreeMap<Long, Level> side = bid ? bids : asks;
        if (gone) {
            side.remove(price);
            mirror.level(bid, price, 0, 0);
        } else {
            final Level level = new Level(1 + random.nextLong(1_000_000), 1 + random.nextInt(100));
            side.put(price, level);
            mirror.level(bid, price, level.quantity(), level.count());
        }
    }

    private void compare(final int depth, final long sequence) {
        final DepthView view = mirror.read(depth);
        assertThat(view.sequence()).isEqualTo(sequence);
        assertThat(entries(view.bids())).isEqualTo(best(bids, depth));
        assertThat(entries(view.asks())).isEqualTo(best(asks, depth));
        final TopOfBook top = mirror.top();
        assertThat(top.sequence()).isEqualTo(sequence);
        assertThat(top.bidPriceTicks()).isEqualTo(bids.isEmpty() ? 0 : bids.firstKey());
        assertThat(top.bidOrderCount())
                .isEqualTo(bids.isEmpty() ? 0 : bids.firstEntry().getValue().count());
        assertThat(top.askPriceTicks()).isEqualTo(asks.isEmpty() ? 0 : asks.firstKey());
        assertThat(top.askQuantityLots())
                .isEqualTo(asks.isEmpty() ? 0 : asks.firstEntry().getValue().quantity());
    }

    private static List<Map.Entry<Long, Level>> best(final TreeMap<Long, Level> side, final int depth) {
        return side.entrySet().stream()
                .limit(depth)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Map.Entry<Long, Level>> entries(final DepthView.Levels levels) {
        final List<Map.Entry<Long, Level>> entries = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            entries.add(Map.entry(levels.priceTicks(i), new Level(levels.quantityLots(i), levels.orderCount(i))));
        }
        return entries;
    }
}
