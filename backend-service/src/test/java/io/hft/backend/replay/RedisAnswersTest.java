package io.hft.backend.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.identity.MasterKey;
import io.hft.backend.redis.SharedRedis;
import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.TestRedis;
import io.hft.backend.support.Trader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import redis.clients.jedis.RedisClient;

/** A whole backend with a real Redis: what is asked for again is told from there, and nothing depends on it. */
@EngineTest
class RedisAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final StoredAnswer ANSWER = new StoredAnswer(201, "application/json", "{\"a\":1}");
    private static @Nullable TestRedis redis;

    @LocalServerPort
    private int port;

    @Autowired
    private TestEngine engine;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private IdempotentRequests requests;

    @Autowired
    private RedisAnswers answers;

    @Autowired
    private SharedRedis shared;

    @Autowired
    private MasterKey masterKey;

    @Autowired
    private MeterRegistry metrics;

    @Autowired
    private PlatformTransactionManager transactions;

    private Trader trader;
    private IdempotencyClaim claim;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
    }

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry registry) {
        registry.add("hft.redis.url", () -> redis.url());
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    @BeforeEach
    void registerUser() {
        Http http = new Http(port);
        Markets.awaitHouse(http);
        trader = Trader.register(http, jdbc);
        claim = claim("key");
        await("Redis answers").atMost(PATIENCE).until(this::isRedisThere);
    }

    private boolean isRedisThere() {
        return shared.ask(RedisClient::ping).isPresent();
    }

    private IdempotencyClaim claim(String key) {
        return new IdempotencyClaim(trader.userId(), "POST /x", key, Fingerprint.of(Map.of("quantity", "1")));
    }

    private double told() {
        return metrics.get("hft.kept.answers").tag("found", "yes").counter().count();
    }

    /** What a request leaves that was answered at once. */
    private StoredRequest answered(IdempotencyClaim claim) {
        long requestId = inTransaction().execute(status -> {
            long id = requests.claim(claim).orElseThrow().requestId();
            requests.store(id, ANSWER);
            return id;
        });
        return new StoredRequest(requestId, claim.fingerprint(), 0, ANSWER);
    }

    private TransactionTemplate inTransaction() {
        return new TransactionTemplate(transactions);
    }

    private void expireIn(String interval) {
        jdbc.sql("update idempotent_requests set expires_at = now() + ?::interval where user_id = ?")
                .params(interval, trader.userId())
                .update();
    }

    private Set<String> names() {
        return shared.ask(client -> client.keys("hft:answer:*")).orElseThrow();
    }

    private String nameOfNext(Runnable keeping) {
        Set<String> before = names();
        keeping.run();
        Set<String> after = names();
        after.removeAll(before);
        assertThat(after).hasSize(1);
        return after.iterator().next();
    }

    @Test
    void answersEveryRepeatInTheSameBytesWithAndWithoutRedis() {
        String buy = "{\"user_id\":%d,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"0.1\"}"
                .formatted(trader.userId());
        String limit =
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000\",\"quantity\":\"0.1\"}";
        Map<String, String> bodies = Map.of(
                "/api/v1/trading/execute",
                buy,
                "/api/v1/orders",
                limit,
                "/api/v1/orders/batch",
                "{\"orders\":[" + limit + "]}",
                "/api/v1/deposits",
                "{\"asset\":\"USD\",\"amount\":\"10\"}");
        bodies.forEach((path, body) -> {
            Answer first = post(path, body);
            assertThat(first.status()).as(first.body()).isBetween(200, 201);
            double before = told();
            // The database's answer, which is kept; then the kept one.
            for (int i = 0; i < 3; i++) {
                assertReplayed(post(path, body), first);
            }
            assertThat(told() - before).as(path).isGreaterThanOrEqualTo(2);
            String other = body.replace("\"0.1\"", "\"0.2\"").replace("\"10\"", "\"11\"");
            Answer refused = post(path, other);
            assertThat(refused.status()).as(refused.body()).isEqualTo(422);
            assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");

            redis.kill();
            assertReplayed(post(path, body), first);
            assertThat(post(path, other).status()).isEqualTo(422);
            redis.startAgain();
            await("Redis answers").atMost(PATIENCE).until(this::isRedisThere);
            assertReplayed(post(path, body), first);
        });
        assertThat(trader.rows("orders")).isEqualTo(3);
        assertThat(trader.account("USD")).isEqualTo("95010.00000000/9800.00000000");
    }

    private Answer post(String path, String body) {
        return trader.post(path, body, "Idempotency-Key", "key");
    }

    private static void assertReplayed(Answer again, Answer first) {
        assertThat(again.status()).as(again.body()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void tellsWhatWasAskedForBeforeWithoutTheDatabase() {
        StoredRequest request = answered(claim);
        assertThat(requests.find(claim)).contains(request);
        expireIn("-1 second");
        assertThat(requests.find(claim)).as("not from the database").contains(request);
        assertThat(requests.find(claim("another"))).isEmpty();
    }

    @Test
    void keepsNothingThatIsNotAnsweredOrNotCommitted() {
        requests.claim(claim);
        assertThat(requests.find(claim).orElseThrow().answer()).isNull();
        assertThat(requests.findKept(claim)).isEmpty();

        IdempotencyClaim second = claim("second");
        inTransaction().executeWithoutResult(status -> {
            requests.store(requests.claim(second).orElseThrow().requestId(), ANSWER);
            assertThat(requests.find(second).orElseThrow().answer()).isEqualTo(ANSWER);
            status.setRollbackOnly();
        });
        assertThat(requests.findKept(second)).isEmpty();
        assertThat(requests.find(second)).isEmpty();
    }

    @Test
    void forgetsBeforeTheKeyExpires() {
        answered(claim);
        String name = nameOfNext(() -> requests.find(claim));
        long life = shared.ask(client -> client.pttl(name)).orElseThrow();
        Duration wanted = IdempotentRequests.LIFETIME.minus(RedisAnswers.MARGIN);
        assertThat(life).isBetween(wanted.minus(PATIENCE).toMillis(), wanted.toMillis());

        IdempotencyClaim late = claim("late");
        answered(late);
        expireIn("59 seconds");
        assertThat(requests.find(late)).isPresent();
        assertThat(requests.findKept(late)).isEmpty();
    }

    @Test
    void doesNotTellWhatRedisForgotToForget() {
        answered(claim);
        String name = nameOfNext(() -> requests.find(claim));
        shared.ask(client -> client.persist(name));
        assertThat(at(IdempotentRequests.LIFETIME.minus(RedisAnswers.MARGIN.multipliedBy(2)))
                        .find(claim))
                .isPresent();
        assertThat(at(IdempotentRequests.LIFETIME).find(claim)).isEmpty();
    }

    private RedisAnswers at(Duration later) {
        Clock clock = Clock.offset(Clock.system(ZoneOffset.UTC), later);
        return new RedisAnswers(shared, masterKey, new SimpleMeterRegistry(), clock);
    }

    @Test
    void believesNothingThatItHasNotKeptItself() {
        answered(claim);
        String name = nameOfNext(() -> requests.find(claim));
        IdempotencyClaim other = claim("other");
        answered(other);
        String nameOfOther = nameOfNext(() -> requests.find(other));
        byte[] kept = shared.ask(client -> client.get(name.getBytes())).orElseThrow();
        assertThat(new String(kept)).doesNotContain("\"a\"");

        shared.ask(client -> client.set(nameOfOther.getBytes(), kept));
        assertThat(requests.findKept(other)).as("another key's answer").isEmpty();
        kept[kept.length - 1] ^= 1;
        for (byte[] bytes : new byte[][] {kept, {}, Base64.getDecoder().decode("AAAA")}) {
            shared.ask(client -> client.set(name.getBytes(), bytes));
            assertThat(requests.findKept(claim)).isEmpty();
            assertThat(requests.find(claim)).as("from the database").isPresent();
            assertThat(requests.findKept(claim)).as("and kept anew").isPresent();
        }
        shared.ask(client -> client.del(name));
        shared.ask(client -> client.lpush(name, "of another kind"));
        assertThat(requests.find(claim)).isPresent();
    }

    @Test
    void findsAllInTheDatabaseWhenRedisHasLostAll() {
        StoredRequest request = answered(claim);
        requests.find(claim);
        redis.kill();
        redis.startAgain();
        await("Redis answers").atMost(PATIENCE).until(this::isRedisThere);
        assertThat(requests.findKept(claim)).isEmpty();
        assertThat(requests.find(claim)).contains(request);
        assertThat(requests.findKept(claim)).contains(request);
    }

    @Test
    void keepsNoVeryLongAnswer() {
        StoredAnswer large = new StoredAnswer(200, "application/json", UUID.randomUUID() + "x".repeat(70_000));
        inTransaction()
                .executeWithoutResult(status ->
                        requests.store(requests.claim(claim).orElseThrow().requestId(), large));
        assertThat(requests.find(claim).map(StoredRequest::answer)).isEqualTo(Optional.of(large));
        assertThat(requests.findKept(claim)).isEmpty();
    }
}
