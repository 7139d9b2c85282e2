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
    private final Map<Integer, Long> idsByRecord = new HashMap<>();
    private final OrderIndex.Records records = idsByRecord::get;

    @ParameterizedTest
    @ValueSource(longs = {1, 1024, 1L << 32, 0x9E37_79B9L, -1})
    void agreesWithAMapForIdsOfAnyStride(long stride) {
        final OrderIndex index = new OrderIndex(records);
        final Map<Long, Integer> expected = new HashMap<>();
        for (int step = 1; step < 100_000; step++) {
            final long orderId = random.nextLong(4_000) * stride;
            final Integer known = expected.get(orderId);
            assertThat(index.get(orderId)).isEqualTo(known == null ? OrderIndex.NONE : known);
            if (known == null) {
                put(index, orderId, step);
                expected.put(orderId, step);
            } else {
                index.remove(orderId, known);
                expected.remove(orderId);
            }
            assertThat(index.size()).isEqualTo(expected.size());
        }
        expected.forEach((orderId, record) -> assertThat(index.get(orderId)).isEqualTo(record));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 20, 1L << 40})
    void keepsAllIdsWhileItGrowsAndShrinks(long stride) {
        growAndShrink(stride, 100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, -1, 1L << 63})
    void spreadsIdsWhateverTheSeed(long hashSeed) {
        growAndShrink(new OrderIndex(records, hashSeed), 1, 100_000);
    }

    /** The hash of a stride times i is i: all halves of hashes that the index keeps are the same. */
    @Test
    void keepsIdsThatItCannotTellApartByTheirHash() {
        growAndShrink(0xB464_7D70_4DC1_F5D7L, 5_000);
    }

    /** The hashes agree in all the bits that the directory looks at, and differ in those that give the home. */
    @Test
    void keepsIdsThatTheDirectoryCannotTellApart() {
        growAndShrink(0xB464_7D70_4DC1_F5D7L << 30, 10_000);
    }

    private void growAndShrink(long stride, int count) {
        growAndShrink(new OrderIndex(records), stride, count);
    }

    private void growAndShrink(OrderIndex index, long stride, int count) {
        for (int i = 1; i <= count; i++) {
            put(index, i * stride, i);
        }
        assertThat(index.size()).isEqualTo(count);
        for (int i = 1; i <= count; i++) {
            assertThat(index.get(i * stride)).isEqualTo(i);
            assertThat(index.get(-i * stride - 1)).isEqualTo(OrderIndex.NONE);
        }
        for (int i = 1; i <= count; i += 2) {
            index.remove(i * stride, i);
        }
        for (int i = 1; i <= count; i++) {
            assertThat(index.get(i * stride)).isEqualTo(i % 2 == 0 ? i : OrderIndex.NONE);
        }
        assertThat(index.size()).isEqualTo(count / 2);
    }

    @Test
    void findsAllOfAClusterWhateverGoesFirst() {
        for (int round = 0; round < 100; round++) {
            final OrderIndex index = new OrderIndex(records);
            final List<Integer> present = new ArrayList<>();
            // Dense enough that runs of neighbours, also round the end of the table, are the rule.
            for (int i = 1; i <= 500; i++) {
                put(index, random.nextLong(), i);
                present.add(i);
            }
            while (present.size() > 450) {
                final int gone = present.remove(random.nextInt(present.size()));
                index.remove(records.orderId(gone), gone);
                assertThat(index.get(records.orderId(gone))).isEqualTo(OrderIndex.NONE);
                for (final int record : present) {
                    assertThat(index.get(records.orderId(record))).isEqualTo(record);
                }
            }
        }
    }

    @Test
    void takesZeroForAnId() {
        final OrderIndex index = new OrderIndex(records);
        assertThat(index.get(0)).isEqualTo(OrderIndex.NONE);
        put(index, 0, 3);
        assertThat(index.get(0)).isEqualTo(3);
        index.remove(0, 3);
        assertThat(index.get(0)).isEqualTo(OrderIndex.NONE);
    }

    private void put(OrderIndex index, long orderId, int record) {
        idsByRecord.put(record, orderId);
        index.put(orderId, record);
    }
}
