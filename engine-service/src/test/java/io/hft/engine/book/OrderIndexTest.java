package io.hft.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderIndexTest {
    private final SplittableRandom random = Seed.random("OrderIndexTest");

    @ParameterizedTest
    @ValueSource(longs = {1, 1024, 1L << 32, 0x9E37_79B9L, -1})
    void agreesWithAMapForIdsOfAnyStride(long stride) {
        final OrderIndex index = new OrderIndex();
        final Map<Long, Integer> expected = new HashMap<>();
        for (int step = 1; step < 100_000; step++) {
            final long orderId = random.nextLong(4_000) * stride;
            final Integer known = expected.get(orderId);
            assertThat(index.get(orderId)).isEqualTo(known == null ? OrderIndex.NONE : known);
            if (known == null) {
                index.put(orderId, step);
                expected.put(orderId, step);
            } else {
                assertThat(index.remove(orderId)).isEqualTo(known);
                expected.remove(orderId);
            }
            assertThat(index.size()).isEqualTo(expected.size());
        }
        expected.forEach((orderId, record) -> assertThat(index.get(orderId)).isEqualTo(record));
    }

    // The last stride gives ids whose hashes agree in all the bits that the directory looks at.
    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 20, 1L << 40, 0xF1DE_83E1_9937_733DL})
    void keepsAllIdsWhileItGrowsAndShrinks(long stride) {
        final OrderIndex index = new OrderIndex();
        final int count = 100_000;
        for (int i = 1; i <= count; i++) {
            index.put(i * stride, i);
        }
        assertThat(index.size()).isEqualTo(count);
        for (int i = 1; i <= count; i++) {
            assertThat(index.get(i * stride)).isEqualTo(i);
            assertThat(index.get(-i * stride - 1)).isEqualTo(OrderIndex.NONE);
        }
        for (int i = 1; i <= count; i += 2) {
            assertThat(index.remove(i * stride)).isEqualTo(i);
        }
        for (int i = 1; i <= count; i++) {
            assertThat(index.get(i * stride)).isEqualTo(i % 2 == 0 ? i : OrderIndex.NONE);
        }
        assertThat(index.size()).isEqualTo(count / 2);
    }

    @Test
    void findsAllOfAClusterWhateverGoesFirst() {
        for (int round = 0; round < 100; round++) {
            final OrderIndex index = new OrderIndex();
            final List<Long> ids = new ArrayList<>();
            // Dense enough that runs of neighbours, also round the end of the table, are the rule.
            for (int i = 1; i <= 500; i++) {
                final long orderId = random.nextLong();
                index.put(orderId, i);
                ids.add(orderId);
            }
            while (ids.size() > 450) {
                index.remove(ids.remove(random.nextInt(ids.size())));
                for (final long orderId : ids) {
                    assertThat(index.get(orderId)).isNotEqualTo(OrderIndex.NONE);
                }
            }
        }
    }

    @Test
    void saysNoneForAnIdThatIsNotThere() {
        final OrderIndex index = new OrderIndex();
        assertThat(index.remove(0)).isEqualTo(OrderIndex.NONE);
        index.put(0, 3);
        assertThat(index.get(0)).isEqualTo(3);
        assertThat(index.remove(0)).isEqualTo(3);
        assertThat(index.get(0)).isEqualTo(OrderIndex.NONE);
    }
}
