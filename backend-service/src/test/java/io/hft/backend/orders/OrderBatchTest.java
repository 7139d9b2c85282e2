package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Many orders in one request, and many requests in one transaction. */
@BackendTest
@DirtiesContext
class OrderBatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestEngine ENGINE = new TestEngine();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Http http;
    private long user;
    private String token;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine.port", ENGINE::port);
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
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        user = registered.<Number>json("$.user_id").longValue();
        token = "Bearer " + registered.<String>json("$.access_token");
        await().atMost(PATIENCE)
                .until(() -> http.get("/api/v1/market/BTC-USD/book?depth=1").status() == 200);
    }

    @Test
    void answersEachItemAndTheRepeatByteForByte() {
        String body = batch(
                limit("49000", "0.1", "a"),
                limit("49000", "500", "b"),
                limit("49000.001", "0.1", "c"),
                "{\"symbol\":\"NO-SUCH\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1\",\"quantity\":\"1\"}",
                "{\"side\":\"BUY\"}",
                limit("48000", "0.1", "a"));
        Answer first = post("/batch", body, "k1");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.<List<Integer>>json("$.items[*].status")).containsExactly(201, 402, 422, 404, 422, 409);
        assertThat(first.<String>json("$.items[0].order.status")).isEqualTo("NEW");
        assertThat(first.<String>json("$.items[5].error.error_code")).isEqualTo("ERR_DUPLICATE_CLIENT_ORDER_ID");
        assertThat(held()).isEqualByComparingTo("4900");
        Answer again = post("/batch", body, "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(post("/batch", batch(limit("1", "1", "z")), "k1").<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        assertThat(held()).isEqualByComparingTo("4900");
    }

    @Test
    void putsALostAnswerTogetherAgain() {
        String body = batch(limit("49000", "0.1", "a"), limit("49000", "500", "b"), limit("47000", "0.1", "c"));
        Answer first = post("/batch", body, "k");
        jdbc.sql("update idempotent_requests set status = null, content_type = null, body = null where user_id = ?")
                .param(user)
                .update();
        Answer again = post("/batch", body, "k");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(held()).isEqualByComparingTo("9600");
    }

    @Test
    void neverPlacesAClientOrderIdTwice() {
        String body = batch(limit("49000", "0.1", "a"), limit("49000", "0.1", "b"));
        Answer first = post("/batch", body, null);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(post("/batch", body, null).body()).isEqualTo(first.body());
        Answer other = post("/batch", batch(limit("49000", "0.1", "b"), limit("49000", "0.1", "c")), null);
        assertThat(other.<List<Integer>>json("$.items[*].status")).containsExactly(409, 201);
        assertThat(post("/batch", batch("{\"symbol\":\"BTC-USD\"}"), null).<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_REQUIRED");
    }

    @Test
    void takesOneToAHundred() {
        String[] hundred = IntStream.range(0, 100)
                .mapToObj(i -> limit("100", "0.01", "n" + i))
                .toArray(String[]::new);
        Answer all = post("/batch", batch(hundred), "k");
        assertThat(all.<List<Integer>>json("$.items[*].status")).hasSize(100).containsOnly(201);
        assertThat(held()).isEqualByComparingTo("100");
        for (String body : List.of(
                "{}",
                "{\"orders\":[]}",
                "{\"orders\":[null]}",
                batch(hundred).replace("]}", "," + hundred[0] + "]}"))) {
            assertThat(post("/batch", body, "other").status()).as(body).isEqualTo(422);
        }
        Answer canceled = http.send("DELETE", "/api/v1/orders", null, false, "Authorization", token);
        assertThat(canceled.<List<Object>>json("$.items")).hasSize(100);
        assertThat(held()).isEqualByComparingTo("0");
    }

    @Test
    void givesEveryoneOfManyHisOwnResult() throws Exception {
        // 100,000 USD: of 60 orders for 2,500 each, 40 can be paid; one name is used by all the others again.
        List<Answer> answers = parallel(60, i -> post("", limit("25000", "0.1", "p" + i), null));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(40);
        assertThat(answers.stream().filter(answer -> answer.status() == 402)).hasSize(20);
        assertThat(held()).isEqualByComparingTo("100000");
        http.send("DELETE", "/api/v1/orders", null, false, "Authorization", token);
        List<Answer> same = parallel(20, i -> post("", limit("24000", "0.1", "same"), null));
        assertThat(same.stream().map(Answer::body).distinct()).hasSize(1);
        List<Answer> clash = parallel(20, i -> post("", limit("24000", "0.1", "clash"), "key" + i));
        assertThat(clash.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(clash.stream().filter(answer -> answer.status() == 409)).hasSize(19);
        assertThat(held()).isEqualByComparingTo("4800");
        assertThat(jdbc.sql(
                                "select count(*) from idempotent_requests where user_id = ? and order_id not in (select order_id from orders)")
                        .param(user)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void cancelsAllWhenNobodyHasCalledInTime() {
        post("", limit("49000", "0.1", "x"), null);
        Answer armed = post("/cancel-all-after", "{\"timeout_seconds\":1}", null);
        assertThat(armed.status()).as(armed.body()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> held().signum() == 0);
        await().atMost(PATIENCE).until(() -> switches() == 0);
        post("", limit("49000", "0.1", "y"), null);
        assertThat(post("/cancel-all-after", "{\"timeout_seconds\":3600}", null).<String>json("$.cancel_at"))
                .isNotNull();
        assertThat(switches()).isEqualTo(1);
        assertThat(post("/cancel-all-after", "{\"timeout_seconds\":0}", null).<String>json("$.cancel_at"))
                .isNull();
        assertThat(switches()).isZero();
        assertThat(held()).isEqualByComparingTo("4900");
        for (String body : List.of("{}", "{\"timeout_seconds\":-1}", "{\"timeout_seconds\":86401}")) {
            assertThat(post("/cancel-all-after", body, null).status()).as(body).isEqualTo(422);
        }
    }

    private long switches() {
        return jdbc.sql("select count(*) from cancel_all_after where user_id = ?")
                .param(user)
                .query(Long.class)
                .single();
    }

    private static String limit(String price, String quantity, String clientOrderId) {
        return "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"%s\",\"quantity\":\"%s\",\"client_order_id\":\"%s\"}"
                .formatted(price, quantity, clientOrderId);
    }

    private static String batch(String... orders) {
        return "{\"orders\":[" + String.join(",", orders) + "]}";
    }

    private Answer post(String path, String body, String key) {
        List<String> headers = new ArrayList<>(List.of("Authorization", token));
        if (key != null) {
            headers.addAll(List.of("Idempotency-Key", key));
        }
        return http.postJson("/api/v1/orders" + path, body, headers.toArray(String[]::new));
    }

    private BigDecimal held() {
        return jdbc.sql("select coalesce(sum(held), 0) from ledger_accounts where owner_id = ? and asset = 'USD'")
                .param(user)
                .query(BigDecimal.class)
                .single();
    }

    private static List<Answer> parallel(int count, java.util.function.IntFunction<Answer> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> request.apply(i)))
                    .toList();
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
