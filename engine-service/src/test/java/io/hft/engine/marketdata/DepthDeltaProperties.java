package io.hft.engine.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whoever applies the difference of two views to the first has the second. */
class DepthDeltaProperties {
    @Test
    void leadsFromAnyViewToAnyOther() {
        final SplittableRandom random = Seed.random("DepthDeltaProperties");
        for (int round = 0; round < 5_000; round++) {
            final DepthMirror mirror = new DepthMirror();
            final int depth = 1 + random.nextInt(12);
            change(mirror, random, random.nextInt(40));
            final DepthView before = mirror.read(depth);
            change(mirror, random, random.nextInt(10));
            final DepthView now = mirror.read(depth);

            final TreeMap<Long, Long> bids = book(before.bids(), true);
            final TreeMap<Long, Long> asks = book(before.asks(), false);
            final List<Long> changedBids = new ArrayList<>();
            final List<Long> changedAsks = new ArrayList<>();
            DepthDelta.bids(before, now, (price, quantity, count) -> {
                apply(bids, price, quantity, count);
                changedBids.add(price);
            });
            DepthDelta.asks(before, now, (price, quantity, count) -> {
                apply(asks, price, quantity, count);
                changedAsks.add(price);
            });

            assertThat(bids).isEqualTo(book(now.bids(), true));
            assertThat(asks).isEqualTo(book(now.asks(), false));
            assertThat(changedBids)
                    .isSortedAccordingTo(Comparator.reverseOrder())
                    .doesNotHaveDuplicates();
            assertThat(changedAsks).isSorted().doesNotHaveDuplicates();
            if (before.showsTheSameAs(now)) {
                assertThat(changedBids).isEmpty();
                assertThat(changedAsks).isEmpty();
            }
        }
    }

    private static void change(final DepthMirror mirror, final SplittableRandom random, final int changes) {
        mirror.begin();
        for (int i = 0; i < changes; i++) {
            final boolean gone = random.nextInt(3) == 0;
            mirror.level(
                    random.nextBoolean(),
                    1 + random.nextInt(25),
                    gone ? 0 : 1 + random.nextInt(3),
                    gone ? 0 : 1 + random.nextInt(2));
        }
        mirror.end(1, 1);
    }

    /** Quantity and count in one number. */
    private static TreeMap<Long, Long> book(final DepthView.Levels levels, final boolean bids) {
        final TreeMap<Long, Long> book = bids ? new TreeMap<>(Collections.reverseOrder()) : new TreeMap<>();
        for (int i = 0; i < levels.size(); i++) {
            book.put(levels.priceTicks(i), levels.quantityLots(i) * 10 + levels.orderCount(i));
        }
        return book;
    }

    private static void apply(final TreeMap<Long, Long> book, final long price, final long quantity, final int count) {
        assertThat(quantity == 0).isEqualTo(count == 0);
        if (count == 0) {
            assertThat(book.remove(price)).isNotNull();
        } else {
            book.put(price, quantity * 10 + count);
        }
    }
}
