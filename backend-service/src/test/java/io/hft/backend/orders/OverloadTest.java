package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The database stands still for orders: they are refused in a moment, and everything else goes on. */
@BackendTest
@DirtiesContext
@TestPropertySource(properties = {"hft.orders.max-waiting=30", "hft.orders.admission-timeout=500ms"})
class OverloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ORDER =
            "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"100\",\"quantity\":\"0.001\"}";
    private static final TestEngine ENGINE = new TestEngine();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource dataSource;

    private Http http;
    private long user;
    private String token;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void registerUser() {
        http = new Http(port);
        String name = "u" + UUID.randomUUID().toString().substring(0, 12);
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        user = registered.<Number>json("$.user_id").longValue();
        token = "Bearer " + registered.<String>json("$.access_token");
        await().atMost(PATIENCE)
                .until(() -> http.get("/api/v1/market/BTC-USD/book?depth=1").status() == 200);
        await().atMost(PATIENCE).until(() -> place("ready").status() == 201);
        http.send("DELETE", "/api/v1/orders", null, false, "Authorization", token);
    }

    @Test
    void refusesOrdersQuicklyWhileTheirRowsAreLockedAndLeavesNothingHalfDone() throws Exception {
        Answer resting = place("before");
        assertThat(resting.status()).as(resting.body()).isEqualTo(201);
        List<Answer> answers;
        try (Connection locker = lock("lock table idempotent_requests in exclusive mode")) {
            answers = many(60);
            assertThat(answers).allMatch(answer -> answer.status() == 503);
            assertThat(answers).allMatch(answer -> !answer.header("Retry-After").isEmpty());
            Map<String, Long> reasons = answers.stream()
                    .collect(Collectors.groupingBy(answer -> answer.json("$.error_code"), Collectors.counting()));
            assertThat(reasons).as("full, or waited in vain").containsKey("ERR_UNAVAILABLE");

            // By now the committers are known to be stuck: no wait at all, and others are not affected.
            assertThat(place("late").<String>json("$.detail")).contains("nothing was done");
            Answer batch = http.postJson(
                    "/api/v1/orders/batch",
                    "{\"orders\":[" + ORDER + "]}",
                    "Authorization",
                    token,
                    "Idempotency-Key",
                    "late batch");
            assertThat(batch.status()).isEqualTo(503);
            assertThat(batch.<String>json("$.error_code")).isEqualTo("ERR_UNAVAILABLE");
            assertThat(http.get("/health").<String>json("$.parts.database.status"))
                    .isEqualTo("up");
            assertThat(http.get("/api/v1/balances", "Authorization", token).status())
                    .isEqualTo(200);
            Answer canceled = http.send(
                    "DELETE",
                    "/api/v1/orders/" + resting.<String>json("$.order_id"),
                    null,
                    false,
                    "Authorization",
                    token);
            assertThat(canceled.<String>json("$.status")).isEqualTo("CANCELED");
            locker.rollback();
        }

        // The same keys again, until each has its order: exactly one each, and the money of exactly those is held.
        for (int i = 0; i < 60; i++) {
            String key = "many" + i;
            await().atMost(PATIENCE).until(() -> place(key).status() == 201);
        }
        assertThat(count("status = 'NEW'")).isEqualTo(60);
        assertThat(count("status = 'PENDING_NEW'")).isZero();
        assertThat(held()).isEqualByComparingTo("6");
    }

    @Test
    void answersFromTheOutcomeWhatWasRefusedAsUndecided() throws Exception {
        Answer undecided;
        try (Connection locker = lock("lock table orders in exclusive mode")) {
            undecided = place("k");
            locker.rollback();
        }
        assertThat(undecided.status()).isEqualTo(503);
        assertThat(undecided.<String>json("$.error_code")).isEqualTo("ERR_DATABASE_UNAVAILABLE");
        assertThat(undecided.<String>json("$.detail")).contains("same key");
        await().atMost(PATIENCE).until(() -> place("k").status() == 201);
        assertThat(count("status = 'NEW'")).isEqualTo(1);
    }

    /** The settler stands still: no queue behind it grows, and what was taken in gets its one outcome. */
    @Test
    void takesNoMoreInThanCanWaitWhileNothingIsSettled() throws Exception {
        List<Answer> answers;
        try (Connection locker = lock("lock table settlement_cursors in exclusive mode")) {
            answers = many(60);
            assertThat(answers).allMatch(answer -> answer.status() == 503);
            assertThat(answers).allMatch(answer -> !answer.header("Retry-After").isEmpty());
            long placed = count("true") - 1;
            assertThat(placed).as("taken in and held for").isBetween(1L, 30L);
            assertThat(held()).isEqualByComparingTo(BigDecimal.valueOf(placed).movePointLeft(1));
            locker.rollback();
        }
        for (int i = 0; i < 60; i++) {
            String key = "many" + i;
            await().atMost(PATIENCE).until(() -> place(key).status() == 201);
        }
        assertThat(count("status = 'NEW'")).isEqualTo(60);
        assertThat(count("true"))
                .as("one each, and that which looked whether all is ready")
                .isEqualTo(61);
        assertThat(held()).isEqualByComparingTo("6");
    }

    @Test
    void saysSoWhenNoConnectionIsFree() throws Exception {
        List<Connection> all = new ArrayList<>();
        try {
            await().atMost(PATIENCE).until(() -> {
                try {
                    all.add(dataSource.getConnection());
                    return false;
                } catch (SQLException e) {
                    return true;
                }
            });
            Answer answer = http.get("/api/v1/balances", "Authorization", token);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.<String>json("$.error_code")).isEqualTo("ERR_DATABASE_UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(place("k").status()).isEqualTo(503);
            assertThat(http.get("/api/v1/time").status()).isEqualTo(200);
            assertThat(http.get("/health").status()).isEqualTo(503);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        await().atMost(PATIENCE).until(() -> place("k").status() == 201);
    }

    private Connection lock(String statement) throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        try (var lock = connection.createStatement()) {
            lock.execute(statement);
        }
        return connection;
    }

    private List<Answer> many(int count) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String key = "many" + i;
                calls.add(threads.submit(() -> place(key)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> call : calls) {
                answers.add(call.get());
            }
            return answers;
        }
    }

    private Answer place(String key) {
        return http.postJson("/api/v1/orders", ORDER, "Authorization", token, "Idempotency-Key", key);
    }

    private BigDecimal held() {
        return jdbc.sql("select held from ledger_accounts where owner_id = ? and asset = 'USD'")
                .param(user)
                .query(BigDecimal.class)
                .single();
    }

    private long count(String condition) {
        return jdbc.sql("select count(*) from orders where user_id = ? and " + condition)
                .param(user)
                .query(Long.class)
                .single();
    }
}
