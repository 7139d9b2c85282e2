package io.hft.backend.replay;

import io.hft.backend.idempotency.AnswerCache;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.identity.MasterKey;
import io.hft.backend.redis.SharedRedis;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.SetParams;

/**
 * Keeps answers in Redis until shortly before their keys expire: once by Redis's clock, which counts from the moment of keeping, and once by a time in
 * the copy itself, for a Redis that forgets too late.
 */
@Component
final class RedisAnswers implements AnswerCache {
    /** More than passes between the database's word of a key's life and the arrival of the copy in Redis. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    /** A batch's answer may be long; it is read rarely. */
    private static final int BYTES_MAX = 64 * 1024;

    private final SharedRedis redis;
    private final MasterKey masterKey;
    private final Clock clock;
    private final Counter found;
    private final Counter missed;

    @Autowired
    RedisAnswers(SharedRedis redis, MasterKey masterKey, MeterRegistry metrics) {
        this(redis, masterKey, metrics, Clock.systemUTC());
    }

    RedisAnswers(SharedRedis redis, MasterKey masterKey, MeterRegistry metrics, Clock clock) {
        this.redis = redis;
        this.masterKey = masterKey;
        this.clock = clock;
        this.found = Counter.builder("hft.kept.answers").tag("found", "yes").register(metrics);
        this.missed = Counter.builder("hft.kept.answers").tag("found", "no").register(metrics);
    }

    @Override
    public Optional<StoredRequest> find(IdempotencyClaim claim) {
        if (!redis.isConfigured()) {
            return Optional.empty();
        }
        String name = name(claim);
        Optional<StoredRequest> kept = redis.ask(client -> client.get(bytes(name)))
                .flatMap(encrypted -> masterKey.decrypt(encrypted, name))
                .flatMap(KeptAnswer::of)
                .filter(answer -> clock.instant().isBefore(answer.until()))
                .map(KeptAnswer::request);
        (kept.isPresent() ? found : missed).increment();
        return kept;
    }

    @Override
    public void keep(IdempotencyClaim claim, StoredRequest answered, Duration life) {
        Duration here = life.minus(MARGIN);
        if (!redis.isConfigured() || !here.isPositive()) {
            return;
        }
        Instant until = clock.instant().plus(here);
        byte[] plain = new KeptAnswer(until, answered).bytes();
        if (plain.length <= BYTES_MAX) {
            String name = name(claim);
            byte[] encrypted = masterKey.encrypt(plain, name);
            redis.ask(client ->
                    client.set(bytes(name), encrypted, SetParams.setParams().px(here.toMillis())));
        }
    }

    /** Says nothing about the user or his key, and has a bounded length. */
    private static String name(IdempotencyClaim claim) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // The user's number and the scope hold no line end.
            digest.update(bytes(claim.userId() + "\n" + claim.scope() + "\n" + claim.key()));
            return "hft:answer:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
