package io.hft.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FarLevelsTest {
    private final SplittableRandom random = Seed.random("FarLevelsTest");
    private final LevelSlab levels = new LevelSlab();
    private final FarLevels far = new FarLevels(levels);

    @Test
    void ordersKeysOfAnySign() {
        final int high = put(Long.MAX_VALUE);
        final int low = put(Long.MIN_VALUE);
        final int middle = put(0);
        assertThat(far.lowest()).isEqualTo(low);
        assertThat(far.ceiling(Long.MIN_VALUE + 1)).isEqualTo(middle);
        assertThat(far.ceiling(1)).isEqualTo(high);
        assertThat(far.get(1)).isEqualTo(FarLevels.NONE);
        far.remove(Long.MIN_VALUE);
        assertThat(far.lowest()).isEqualTo(middle);
    }

    @Test
    void agreesWithASortedMap() {
        final TreeMap<Long, Integer> expected = new TreeMap<>();
        for (int step = 0; step < 100_000; step++) {
            final long key = (random.nextLong() >> random.nextInt(64)) & ~random.nextLong(4);
            final Integer present = expected.get(key);
            assertThat(far.get(key)).isEqualTo(present == null ? FarLevels.NONE : present);
            final Map.Entry<Long, Integer> above = expected.ceilingEntry(key);
            assertThat(far.ceiling(key)).isEqualTo(above == null ? FarLevels.NONE : above.getValue());
            if (present == null && random.nextInt(5) < 3) {
                expected.put(key, put(key));
            } else if (above != null) {
                far.remove(above.getKey());
                levels.free(expected.remove(above.getKey()));
            }
            assertThat(far.size()).isEqualTo(expected.size());
            assertThat(far.lowest())
                    .isEqualTo(
                            expected.isEmpty()
                                    ? FarLevels.NONE
                                    : expected.firstEntry().getValue());
        }
    }

    private int put(long key) {
        final int level = levels.allocate(key);
        far.put(level);
        return level;
    }
}
