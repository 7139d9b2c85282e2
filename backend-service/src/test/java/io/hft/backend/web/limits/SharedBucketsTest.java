package io.hft.backend.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hft.backend.redis.RedisProperties;
import io.hft.backend.redis.SharedRedis;
import io.hft.backend.support.TestRedis;
import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBucketsTest {
    /** Hardly fills while a test runs. */
    private static final Rate SLOW = new Rate(1, 100);

    private static final Rate FAST = new Rate(1000, 1000);

    private final List<SharedRedis> opened = new ArrayList<>();

    private RateLimits backend(String redisUrl) {
        SharedRedis redis = new SharedRedis(new RedisProperties(redisUrl));
        opened.add(redis);
        return new RateLimits(new RateLimitProperties(true, SLOW, SLOW, FAST, SLOW, SLOW), redis);
    }

    @AfterEach
    void disconnect() {
        opened.forEach(SharedRedis::destroy);
    }

    private static boolean take(RateLimits backend, String caller) {
        return backend.take(Budget.ORDERS, caller, 1).isGranted();
    }

    @Test
    void severalBackendsCountTogether() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            RateLimits one = backend(redis.url());
            RateLimits other = backend(redis.url());
            AtomicInteger granted = new AtomicInteger();
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                RateLimits backend = i % 2 == 0 ? one : other;
                threads[i] = Thread.ofVirtual().start(() -> {
                    for (int n = 0; n < 50; n++) {
                        if (take(backend, "user 1")) {
                            granted.incrementAndGet();
                        }
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }

            // 400 asked for 100, and some seconds may have passed.
            assertThat(granted.get()).isBetween(100, 110);
            assertThat(one.areShared()).isTrue();
            assertThat(take(other, "user 2")).as("somebody else").isTrue();
        }
    }

    @Test
    void answersAsTheLocalOnesDo() {
        try (TestRedis redis = TestRedis.start()) {
            RateLimits shared = backend(redis.url());
            RateLimits local = backend("");
            assertThat(local.areShared()).isFalse();
            for (int cost : new int[] {1, 30, 500, 60, 9}) {
                TokenBucket.Outcome here = local.take(Budget.ORDERS, "user 1", cost);
                TokenBucket.Outcome there = shared.take(Budget.ORDERS, "user 1", cost);
                assertThat(there.isGranted()).as("cost %s", cost).isEqualTo(here.isGranted());
                assertThat(there.limit()).isEqualTo(here.limit());
                assertThat(there.remaining()).isCloseTo(here.remaining(), within(3));
                assertThat(there.fullInNanos()).isCloseTo(here.fullInNanos(), within(TimeUnit.SECONDS.toNanos(3)));
                assertThat(there.retryInNanos()).isCloseTo(here.retryInNanos(), within(TimeUnit.SECONDS.toNanos(3)));
            }
        }
    }

    @Test
    void fillsAgain() {
        try (TestRedis redis = TestRedis.start()) {
            RateLimits backend = backend(redis.url());
            assertThat(backend.take(Budget.READS, "user 1", 1000).isGranted()).isTrue();
            Awaitility.await("500 more")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> backend.take(Budget.READS, "user 1", 500).isGranted());
        }
    }

    @Test
    void countsAloneWhileRedisIsAwayAndTogetherWhenItIsBack() {
        try (TestRedis redis = TestRedis.start()) {
            RateLimits one = backend(redis.url());
            RateLimits other = backend(redis.url());
            assertThat(one.take(Budget.ORDERS, "user 1", 100).isGranted()).isTrue();
            assertThat(take(other, "user 1")).isFalse();

            redis.kill();
            assertThat(take(other, "user 1")).as("its own bucket is full").isTrue();
            assertThat(other.areShared()).isFalse();
            for (int i = 0; i < 99; i++) {
                assertThat(take(other, "user 1")).isTrue();
            }
            assertThat(other.take(Budget.ORDERS, "user 1", 20).isGranted())
                    .as("and bounded")
                    .isFalse();

            redis.startAgain();
            Awaitility.await("they count together again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        take(one, "user 2");
                        take(other, "user 2");
                        return one.areShared() && other.areShared();
                    });
            assertThat(one.take(Budget.ORDERS, "user 3", 100).isGranted()).isTrue();
            assertThat(take(other, "user 3")).isFalse();
        }
    }

    @Test
    void startsAndCountsWithoutARedis() {
        RateLimits backend = backend("redis://127.0.0.1:1");
        assertThat(take(backend, "user 1")).isTrue();
        assertThat(backend.areShared()).isFalse();
    }
}
