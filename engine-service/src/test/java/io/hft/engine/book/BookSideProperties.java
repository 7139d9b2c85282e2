package io.hft.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels come and go at random prices; the side must find them, know the best, and list them in order. */
class BookSideProperties {
    private final SplittableRandom random = Seed.random("BookSideProperties");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsEveryLevelAndTheBestOneWhereverTheMarketGoes(boolean bids) {
        final LevelSlab levels = new LevelSlab();
        final BookSide side = new BookSide(levels, bids);
        final TreeMap<Long, Integer> byKey = new TreeMap<>();
        long middle = 5_000_000;
        PriceWorld world = PriceWorld.WIDE;
        for (int step = 0; step < 200_000; step++) {
            if (random.nextInt(2_000) == 0) {
                middle = PriceWorld.wander(random, middle);
                world = PriceWorld.values()[random.nextInt(PriceWorld.values().length)];
            }
            final long price = world.next(random, bids, middle);
            final Integer known = byKey.get(side.key(price));
            assertThat(side.find(price)).isEqualTo(known == null ? LevelSlab.NONE : known);
            if (random.nextInt(100) < 52) {
                byKey.put(side.key(price), side.acquire(price));
            } else if (!byKey.isEmpty()) {
                final Long above = byKey.ceilingKey(side.key(price));
                // Half of the time the best goes, as when a sweep eats it.
                final long key = above == null || random.nextBoolean() ? byKey.firstKey() : above;
                side.release(byKey.remove(key));
            }
            assertThat(levels.size()).isEqualTo(byKey.size());
            assertThat(side.best())
                    .isEqualTo(
                            byKey.isEmpty()
                                    ? LevelSlab.NONE
                                    : byKey.firstEntry().getValue());
            if (step % 1_000 == 0) {
                listsAllInOrder(side, byKey);
            }
        }
        listsAllInOrder(side, byKey);
    }

    @Test
    void holdsTenThousandLevelsAndAnOutlierThatComesAndGoes() {
        final LevelSlab levels = new LevelSlab();
        final BookSide side = new BookSide(levels, true);
        for (int i = 0; i < 10_000; i++) {
            side.acquire(1_000_000 - i);
        }
        for (int i = 0; i < 1_000; i++) {
            final int outlier = side.acquire(1_000_000_000_000L + i);
            assertThat(side.best()).isEqualTo(outlier);
            side.release(outlier);
            assertThat(side.bestPrice()).isEqualTo(1_000_000);
        }
        assertThat(levels.size()).isEqualTo(10_000);
    }

    private static void listsAllInOrder(BookSide side, TreeMap<Long, Integer> byKey) {
        int level = side.best();
        for (final int expected : byKey.values()) {
            assertThat(level).isEqualTo(expected);
            level = side.after(level);
        }
        assertThat(level).isEqualTo(LevelSlab.NONE);
    }
}
