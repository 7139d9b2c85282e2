package io.hft.backend.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long MILLI = 1_000_000;
    /** The clock may well be negative. */
    private static final long START = -5_000 * MILLI;

    private final TokenBucket bucket = new TokenBucket(new Rate(100, 10), START);

    @Test
    void givesTheBurstAtOnceAndThenItsRate() {
        for (int left = 9; left >= 0; left--) {
            TokenBucket.Outcome outcome = bucket.take(1, START);
            assertThat(outcome.isGranted()).isTrue();
            assertThat(outcome.remaining()).isEqualTo(left);
        }
        TokenBucket.Outcome refused = bucket.take(1, START);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.retryInNanos()).isEqualTo(10 * MILLI);
        assertThat(refused.fullInNanos()).isEqualTo(100 * MILLI);
        assertThat(bucket.take(1, START + 9 * MILLI).isGranted()).isFalse();
        assertThat(bucket.take(1, START + 10 * MILLI).isGranted()).isTrue();
        assertThat(bucket.take(1, START + 10 * MILLI).isGranted()).isFalse();
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        assertThat(bucket.take(10, START + 3_600_000 * MILLI).remaining()).isZero();
        assertThat(bucket.take(1, START + 3_600_000 * MILLI).isGranted()).isFalse();
    }

    @Test
    void takesAllOrNothing() {
        assertThat(bucket.take(8, START).remaining()).isEqualTo(2);
        TokenBucket.Outcome refused = bucket.take(5, START);
        assertThat(refused.retryInNanos()).isEqualTo(30 * MILLI);
        assertThat(refused.remaining()).isEqualTo(2);
        assertThat(bucket.take(2, START).isGranted()).isTrue();
    }

    @Test
    void sellsAFullBucketForWhatIsLargerThanAny() {
        assertThat(bucket.take(1_000, START).isGranted()).isTrue();
        assertThat(bucket.take(1_000, START + 99 * MILLI).isGranted()).isFalse();
        assertThat(bucket.take(1_000, START + 100 * MILLI).isGranted()).isTrue();
    }

    @Test
    void countsExactlyWhenManyTakeAtOnce() throws Exception {
        TokenBucket shared = new TokenBucket(new Rate(1, 1_000), START);
        int granted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> takers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                takers.add(threads.submit(() -> (int) IntStream.range(0, 500)
                        .filter(n -> shared.take(1, START).isGranted())
                        .count()));
            }
            for (Future<Integer> taker : takers) {
                granted += taker.get();
            }
        }
        assertThat(granted).isEqualTo(1_000);
    }
}
