package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.Parallel;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    private Trader trader;

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
        trader = Trader.register(http, jdbc);
        Markets.awaitHouse(http);
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
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
        Answer again = post("/batch", body, "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(post("/batch", batch(limit("1", "1", "z")), "k1").<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
    }

    @Test
    void putsALostAnswerTogetherAgain() {
        String body = batch(limit("49000", "0.1", "a"), limit("49000", "500", "b"), limit("47000", "0.1", "c"));
        Answer first = post("/batch", body, "k");
        jdbc.sql("update idempotent_requests set status = null, content_type = null, body = null where user_id = ?")
                .param(trader.userId())
                .update();
        Answer again = post("/batch", body, "k");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(trader.held("USD")).isEqualByComparingTo("9600");
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
        assertThat(trader.held("USD")).isEqualByComparingTo("100");
        for (String body : List.of(
                "{}",
                "{\"orders\":[]}",
                "{\"orders\":[null]}",
                batch(hundred).replace("]}", "," + hundred[0] + "]}"))) {
            assertThat(post("/batch", body, "other").status()).as(body).isEqualTo(422);
        }
        Answer canceled = trader.delete("/api/v1/orders");
        assertThat(canceled.<List<Object>>json("$.items")).hasSize(100);
        assertThat(trader.held("USD")).isEqualByComparingTo("0");
    }

    @Test
    void givesEveryoneOfManyHisOwnResult() throws Exception {
        // 100,000 USD: of 60 orders for 2,500 each, 40 can be paid; one name is used by all the others again.
        List<Answer> answers = Parallel.call(60, i -> post("", limit("25000", "0.1", "p" + i), null));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(40);
        assertThat(answers.stream().filter(answer -> answer.status() == 402)).hasSize(20);
        assertThat(trader.held("USD")).isEqualByComparingTo("100000");
        trader.delete("/api/v1/orders");
        List<Answer> same = Parallel.call(20, i -> post("", limit("24000", "0.1", "same"), null));
        assertThat(same.stream().map(Answer::body).distinct()).hasSize(1);
        List<Answer> clash = Parallel.call(20, i -> post("", limit("24000", "0.1", "clash"), "key" + i));
        assertThat(clash.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(clash.stream().filter(answer -> answer.status() == 409)).hasSize(19);
        assertThat(trader.held("USD")).isEqualByComparingTo("4800");
        assertThat(jdbc.sql(
                                "select count(*) from idempotent_requests where user_id = ? and order_id not in (select order_id from orders)")
                        .param(trader.userId())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void cancelsAllWhenNobodyHasCalledInTime() {
        post("", limit("49000", "0.1", "x"), null);
        Answer armed = post("/cancel-all-after", "{\"timeout_seconds\":1}", null);
        assertThat(armed.status()).as(armed.body()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> trader.held("USD").signum() == 0);
        await().atMost(PATIENCE).until(() -> switches() == 0);
        post("", limit("49000", "0.1", "y"), null);
        assertThat(post("/cancel-all-after", "{\"timeout_seconds\":3600}", null).<String>json("$.cancel_at"))
                .isNotNull();
        assertThat(switches()).isEqualTo(1);
        assertThat(post("/cancel-all-after", "{\"timeout_seconds\":0}", null).<String>json("$.cancel_at"))
                .isNull();
        assertThat(switches()).isZero();
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
        for (String body : List.of("{}", "{\"timeout_seconds\":-1}", "{\"timeout_seconds\":86401}")) {
            assertThat(post("/cancel-all-after", body, null).status()).as(body).isEqualTo(422);
        }
    }

    @Test
    void takesAKeyAnewWhenItsTimeIsOverButNoClientOrderId() {
        String without = limit("49000", "0.1", "x").replace(",\"client_order_id\":\"x\"", "");
        Answer single = post("", without, "old");
        Answer many = post("/batch", batch(without), "old batch");
        assertThat(single.status()).as(single.body()).isEqualTo(201);
        assertThat(post("", without, "old").body()).isEqualTo(single.body());
        Answer named = post("", limit("48000", "0.1", "mine"), null);
        assertThat(named.status()).as(named.body()).isEqualTo(201);

        jdbc.sql("update idempotent_requests set expires_at = now() - interval '1 second' where user_id = ?")
                .param(trader.userId())
                .update();

        String other = without.replace("49000", "47000");
        Answer again = post("", other, "old");
        assertThat(again.status()).as("another body: %s", again.body()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.<String>json("$.order_id")).isNotEqualTo(single.<String>json("$.order_id"));
        assertThat(post("", other, "old").body()).isEqualTo(again.body());
        assertThat(post("", without, "old").<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        Answer manyAgain = post("/batch", batch(without), "old batch");
        assertThat(manyAgain.<String>json("$.items[0].order.order_id"))
                .isNotEqualTo(many.<String>json("$.items[0].order.order_id"));
        Answer taken = post("", limit("48000", "0.1", "mine"), null);
        assertThat(taken.<String>json("$.error_code")).isEqualTo("ERR_DUPLICATE_CLIENT_ORDER_ID");
        assertThat(trader.held("USD")).isEqualByComparingTo("24200");
    }

    private long switches() {
        return jdbc.sql("select count(*) from cancel_all_after where user_id = ?")
                .param(trader.userId())
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

    private Answer post(String path, String body, @Nullable String key) {
        String[] headers = key == null ? new String[0] : new String[] {"Idempotency-Key", key};
        return trader.post("/api/v1/orders" + path, body, headers);
    }
}
