package io.hft.backend.web.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hft.backend.redis.SharedRedis;
import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The buckets of everybody who called lately. One that was not asked for a while is full, and forgotten; of very many callers those who came
 * least are, so that memory stays bounded. With a Redis the buckets are there, for all backends together; those of this process count while it does
 * not answer.
 */
@Component
public final class RateLimits {
    private static final int CALLERS_MAX = 100_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final RateLimitProperties properties;
    private final SharedRedis redis;
    private final SharedBuckets shared;
    private final Map<Budget, Cache<String, TokenBucket>> buckets = new EnumMap<>(Budget.class);

    RateLimits(RateLimitProperties properties, SharedRedis redis) {
        this.properties = properties;
        this.redis = redis;
        this.shared = new SharedBuckets(redis);
        for (Budget budget : Budget.values()) {
            Rate rate = properties.of(budget);
            Duration toFill = Duration.ofSeconds(rate.burst() / rate.perSecond() + 1);
            buckets.put(
                    budget,
                    Caffeine.newBuilder()
                            .maximumSize(CALLERS_MAX)
                            .expireAfterAccess(FORGOTTEN_AFTER.plus(toFill))
                            .build());
        }
    }

    boolean isEnabled() {
        return properties.enabled();
    }

    TokenBucket.Outcome take(Budget budget, String caller, int cost) {
        return shared.take(budget, caller, properties.of(budget), cost).orElseGet(() -> takeHere(budget, caller, cost));
    }

    /** Whether limits count for all backends together at the moment. */
    boolean areShared() {
        return redis.isAnswering();
    }

    private TokenBucket.Outcome takeHere(Budget budget, String caller, int cost) {
        long now = System.nanoTime();
        return buckets.get(budget)
                .get(caller, name -> new TokenBucket(properties.of(budget), now))
                .take(cost, System.nanoTime());
    }
}
