package io.hft.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.support.Seed;
import java.util.SplittableRandom;
import org.agrona.collections.Long2LongHashMap;
import org.junit.jupiter.api.Test;

class RecordIndexTest {
    private static final int RECORDS = 40_000;

    private final SplittableRandom random = Seed.random("RecordIndexTest");
    private int moved;

    @Test
    void findsEveryRecordAtEveryStepOfItsGrowth() {
        final Positions positions = new Positions(new AccountState(new LimitScopes()), new LimitScopes());
        final Long2LongHashMap records = new Long2LongHashMap(RecordIndex.NONE);
        final long stride = random.nextBoolean() ? 1 : 0x1_0000_0001L;
        for (int i = 1; i <= RECORDS; i++) {
            final long account = stride * i;
            final int instrument = 1 + i % 3;
            assertThat(positions.find(account, instrument)).isEqualTo(RecordIndex.NONE);
            records.put(account, positions.findOrAdd(account, instrument));
            for (int j = 0; j < 20; j++) {
                final int other = random.nextInt(1, i + 1);
                assertThat(positions.find(stride * other, 1 + other % 3)).isEqualTo((int) records.get(stride * other));
                assertThat(positions.find(stride * other, 1 + (other + 1) % 3)).isEqualTo(RecordIndex.NONE);
            }
        }
        for (int i = 1; i <= RECORDS; i++) {
            assertThat(positions.find(stride * i, 1 + i % 3)).isEqualTo((int) records.get(stride * i));
        }
    }

    @Test
    void neverMovesManyRecordsForOneThatComes() {
        final RecordIndex index = new RecordIndex(record -> {
            moved++;
            return RecordIndex.hash(record, 0);
        });
        for (int record = 1; record <= RECORDS; record++) {
            final int before = moved;
            index.add(RecordIndex.hash(record, 0), record);
            assertThat(moved - before).as("records moved by record %s", record).isLessThanOrEqualTo(8);
        }
        assertThat(moved).as("records moved at all").isGreaterThan(RECORDS / 2);
    }
}
