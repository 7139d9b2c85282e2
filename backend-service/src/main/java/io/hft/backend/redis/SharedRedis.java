package io.hft.backend.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;
import redis.clients.jedis.util.Pool;

/** The Redis of {@code REDIS_URL}. Whoever asks gets nothing while it does not answer, and is not held up for it more than once in a second. */
@Component
public final class SharedRedis implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(SharedRedis.class);
    private static final int CONNECT_MILLIS = 200;
    private static final int ANSWER_MILLIS = 100;
    private static final int CONNECTIONS_MAX = 64;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable RedisClient redis;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();

    /** Does not connect yet: a backend starts without its Redis. */
    public SharedRedis(RedisProperties properties) {
        redis = properties.url().isBlank() ? null : client(URI.create(properties.url()));
    }

    private static RedisClient client(URI uri) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS_MAX);
        pool.setMaxIdle(CONNECTIONS_MAX);
        pool.setMinIdle(0);
        pool.setMaxWait(Duration.ofMillis(ANSWER_MILLIS));
        pool.setJmxEnabled(false);
        return RedisClient.builder()
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

    /**
     * Asks Redis, and waits for its answer.
     *
     * @param question null, or a {@link JedisException}, counts as no answer
     * @return empty also without a Redis, and while it is away
     */
    public <T> Optional<T> ask(Function<RedisClient, @Nullable T> question) {
        if (redis == null || System.nanoTime() - notBefore < 0) {
            return Optional.empty();
        }
        try {
            Optional<T> answer = Optional.ofNullable(question.apply(redis));
            if (away.compareAndSet(true, false)) {
                log.info("Redis answers again: limits and answers are shared");
            }
            return answer;
        } catch (JedisException e) {
            notBefore = System.nanoTime() + PAUSE_NANOS;
            if (away.compareAndSet(false, true)) {
                log.warn(
                        "Redis does not answer: limits count in this backend alone, answers come from the database: {}",
                        e.getMessage());
            }
            // Connections to a Redis that is gone would fail one after another.
            Pool<Connection> pool = redis.getPool();
            pool.clear();
            return Optional.empty();
        }
    }

    public boolean isConfigured() {
        return redis != null;
    }

    /** Whether there is one, and the last question was answered. */
    public boolean isAnswering() {
        return redis != null && !away.get();
    }

    @Override
    public void destroy() {
        if (redis != null) {
            redis.close();
        }
    }
}
