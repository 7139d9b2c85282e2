package io.hft.backend.web.limits;

import io.hft.backend.web.limits.RateLimitProperties.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;
import redis.clients.jedis.util.Pool;

/**
 * Buckets that several backends share, in a Redis: the algorithm of {@link TokenBucket} as a script, by Redis's own clock. Whoever asks gets nothing
 * while Redis does not answer, and is not held up for it more than once in a second.
 */
final class SharedBuckets implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SharedBuckets.class);
    private static final int CONNECT_MILLIS = 200;
    private static final int ANSWER_MILLIS = 100;
    private static final int CONNECTIONS_MAX = 64;
    private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

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

    private final RedisClient redis;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();

    /** Does not connect yet: a backend starts without its Redis. */
    SharedBuckets(String url) {
        URI uri = URI.create(url);
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS_MAX);
        pool.setMaxIdle(CONNECTIONS_MAX);
        pool.setMinIdle(0);
        pool.setMaxWait(Duration.ofMillis(ANSWER_MILLIS));
        pool.setJmxEnabled(false);
        redis = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .user(JedisURIHelper.getUser(uri))
                        .password(JedisURIHelper.getPassword(uri))
                        .database(JedisURIHelper.getDBIndex(uri))
                        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                        .connectionTimeoutMillis(CONNECT_MILLIS)
                        .socketTimeoutMillis(ANSWER_MILLIS)
                        .build())
                .poolConfig(pool)
                .build();
    }

    /** Empty when Redis does not answer. */
    Optional<TokenBucket.Outcome> take(Budget budget, String caller, Rate rate, int cost) {
        if (System.nanoTime() - notBefore < 0) {
            return Optional.empty();
        }
        double microsPerToken = (double) TimeUnit.SECONDS.toMicros(1) / rate.perSecond();
        double price = microsPerToken * Math.min(cost, rate.burst());
        double fill = microsPerToken * rate.burst();
        try {
            Object answer =
                    redis.eval(TAKE, List.of("hft:limit:" + budget + ":" + caller), List.of(text(price), text(fill)));
            if (!(answer instanceof List<?> numbers)
                    || !(numbers.getFirst() instanceof Long used)
                    || !(numbers.getLast() instanceof Long missing)) {
                throw new JedisException("an answer of another form: " + answer);
            }
            if (away.compareAndSet(true, false)) {
                log.info("Redis answers again: limits are shared");
            }
            int remaining = (int) Math.max(0, (fill - used) / microsPerToken);
            return Optional.of(new TokenBucket.Outcome(
                    rate.burst(), remaining, used * NANOS_PER_MICRO, missing * NANOS_PER_MICRO));
        } catch (JedisException e) {
            notBefore = System.nanoTime() + PAUSE_NANOS;
            if (away.compareAndSet(false, true)) {
                log.warn("Redis does not answer, limits count in this backend alone: {}", e.getMessage());
            }
            // Connections to a Redis that is gone would fail one after another.
            Pool<Connection> pool = redis.getPool();
            pool.clear();
            return Optional.empty();
        }
    }

    boolean isAnswering() {
        return !away.get();
    }

    private static String text(double micros) {
        return Double.toString(micros);
    }

    @Override
    public void close() {
        redis.close();
    }
}
