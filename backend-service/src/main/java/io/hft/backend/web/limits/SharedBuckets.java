package io.hft.backend.web.limits;

import io.hft.backend.redis.SharedRedis;
import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Buckets that several backends share, in a Redis: the algorithm of {@link TokenBucket} as a script, by Redis's own clock. Whoever asks gets nothing
 * while Redis does not answer.
 */
final class SharedBuckets {
    private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    /** In microseconds, which a double holds exactly. The key is forgotten when the bucket is full. */
    private static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local price, fill = tonumber(ARGV[1]), tonumber(ARGV[2])
            local used = math.max(0, tonumber(redis.call('GET', KEYS[1]) or '0') - now)
            local missing = used + price - fill
            if missing > 0 then
              return {math.ceil(used), math.ceil(missing)}
            end
            redis.call('SET', KEYS[1], string.format('%.3f', now + used + price), 'PX', math.ceil((used + price) / 1000) + 1000)
            return {math.ceil(used + price), 0}
            """;

    private final SharedRedis redis;

    SharedBuckets(SharedRedis redis) {
        this.redis = redis;
    }

    /** Empty when Redis does not answer. */
    Optional<TokenBucket.Outcome> take(Budget budget, String caller, Rate rate, int cost) {
        double microsPerToken = (double) TimeUnit.SECONDS.toMicros(1) / rate.perSecond();
        double price = microsPerToken * Math.min(cost, rate.burst());
        double fill = microsPerToken * rate.burst();
        return redis.ask(client -> {
            Object answer =
                    client.eval(TAKE, List.of("hft:limit:" + budget + ":" + caller), List.of(text(price), text(fill)));
            if (!(answer instanceof List<?> numbers)
                    || !(numbers.getFirst() instanceof Long used)
                    || !(numbers.getLast() instanceof Long missing)) {
                throw new JedisException("an answer of another form: " + answer);
            }
            int remaining = (int) Math.max(0, (fill - used) / microsPerToken);
            return new TokenBucket.Outcome(rate.burst(), remaining, used * NANOS_PER_MICRO, missing * NANOS_PER_MICRO);
        });
    }

    private static String text(double micros) {
        return Double.toString(micros);
    }
}
