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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What an order goes through, from HTTP to the real engine's book and back. The house sells at 50,000. */
@BackendTest
@DirtiesContext
class OrderLifecycleTest {
    private static final TestEngine ENGINE = new TestEngine();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource dataSource;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Trader trader;
    private Http http;

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @AfterEach
    void stopThreads() {
        threads.close();
    }

    @BeforeEach
    void registerUser() {
        http = new Http(port);
        trader = Trader.register(http, jdbc);
        Markets.awaitHouse(http);
    }

    @Test
    void placesCancelsAndListsOrders() {
        Answer placed = place(
                "{\"symbol\":\" btc-usd \",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000.00\",\"quantity\":0.5,"
                        + "\"client_order_id\":\"mine-1\"}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.<String>json("$.status")).isEqualTo("NEW");
        assertThat(placed.<String>json("$.leaves_quantity")).isEqualTo("0.50000000");
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/24500.00000000");
        String id = placed.json("$.order_id");
        assertThat(trader.get("/api/v1/orders/" + id).body()).isEqualTo(placed.body());

        Answer again = place(
                "{\"symbol\":\" btc-usd \",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000.00\",\"quantity\":0.5,"
                        + "\"client_order_id\":\"mine-1\"}");
        assertThat(again.body()).isEqualTo(placed.body());
        Answer other =
                place("{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1\",\"quantity\":\"1\","
                        + "\"client_order_id\":\"mine-1\"}");
        assertThat(other.<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        Answer taken = place(
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1\",\"quantity\":\"1\","
                        + "\"client_order_id\":\"mine-1\"}",
                "Idempotency-Key",
                "another");
        assertThat(taken.<String>json("$.error_code")).isEqualTo("ERR_DUPLICATE_CLIENT_ORDER_ID");

        assertThat(http.get("/api/v1/orders/" + id).status())
                .as("somebody else")
                .isEqualTo(404);
        assertThat(trader.get("/api/v1/orders/" + id).<String>json("$.status")).isEqualTo("NEW");
        Answer cancelled = trader.delete("/api/v1/orders/" + id);
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.<String>json("$.status")).isEqualTo("CANCELED");
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/0.00000000");
        Answer late = trader.delete("/api/v1/orders/" + id);
        assertThat(late.<String>json("$.error_code")).isEqualTo("ERR_ORDER_NOT_OPEN");
        assertThat(late.status()).isEqualTo(409);

        for (int i = 0; i < 3; i++) {
            place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\"}",
                    "Idempotency-Key",
                    "m" + i);
        }
        Answer page = trader.get("/api/v1/orders?limit=2");
        Answer rest = trader.get("/api/v1/orders?limit=2&cursor=" + page.<String>json("$.next_cursor"));
        assertThat(page.<List<Object>>json("$.items")).hasSize(2);
        assertThat(rest.<List<Object>>json("$.items")).hasSize(2);
        assertThat(rest.<Object>json("$.next_cursor")).isNull();
        assertThat(rest.<String>json("$.items[1].order_id")).isEqualTo(id);
        assertThat(page.<String>json("$.items[0].status")).isEqualTo("FILLED");
        assertThat(page.<Object>json("$.items[0].price")).isNull();
        assertThat(page.<String>json("$.items[0].average_price")).isEqualTo("50000.00000000");
        assertThat(trader.get("/api/v1/orders?status=canceled").<List<Object>>json("$.items"))
                .hasSize(1);
        assertThat(trader.get("/api/v1/orders?status=x").status()).isEqualTo(422);
        assertThat(trader.get("/api/v1/orders?cursor=x").status()).isEqualTo(422);
    }

    /** One that also trades is the same when it is read. Whether the settler knows in time what an outcome ends with is a matter of moments. */
    @Test
    void answersWhatIsBookedAndKeepsItInTheSameTransaction() {
        Answer taken = place(
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"50000.00\",\"quantity\":\"0.1\"}",
                "Idempotency-Key",
                "taken");
        assertThat(taken.<String>json("$.status")).isEqualTo("FILLED");
        assertThat(trader.get("/api/v1/orders/" + taken.<String>json("$.order_id"))
                        .body())
                .isEqualTo(taken.body());
        AtomicInteger keys = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Answer placed = place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1.00\",\"quantity\":\"0.1\"}",
                    "Idempotency-Key",
                    "once-" + keys.incrementAndGet());
            assertThat(placed.status()).as(placed.body()).isEqualTo(201);
            return jdbc.sql(
                            "select r.xmin = o.xmin from idempotent_requests r join orders o using (order_id) where order_id = ?")
                    .param(Long.parseLong(placed.json("$.order_id")))
                    .query(Boolean.class)
                    .single();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422 | symbol,side,type,price,quantity | required,required,required,required,required",
                "{'symbol':'BTC-USD','side':'BUY','type':'STOP','price':'1','quantity':'1'} | 422 | price,stop_price | not_allowed,required",
                "{'symbol':'BTC-USD','side':'UP','type':'LIMIT','price':'1','quantity':'1'} | 422 | side | one_of",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','time_in_force':'GTX','price':'1','quantity':'1'} | 422 | time_in_force | one_of",
                "{'symbol':'BTC-USD','side':'BUY','type':'MARKET','time_in_force':'GTC','quantity':'1'} | 422 | time_in_force | fits_type",
                "{'symbol':'BTC-USD','side':'BUY','type':'MARKET','price':'1','quantity':'1'} | 422 | price | not_allowed",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'1.001','quantity':'1'} | 422 | price | tick_size",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'0','quantity':'-1'} | 422 | price,quantity | positive,positive",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'1','quantity':true} | 422 | quantity | decimal",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','time_in_force':'IOC','price':'1','quantity':'1','post_only':true} | 422 | post_only | not_allowed",
                "{'symbol':'BTC-USD','side':'SELL','type':'LIMIT','price':'1','quantity':'10001'} | 422 | quantity | max_quantity",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'0.01','quantity':'10001'} | 422 | quantity | max_quantity",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'1','quantity':'1','client_order_id':'a b'} | 422 | client_order_id | pattern",
                "{'symbol':'DOGE-USD','side':'BUY','type':'LIMIT','price':'1','quantity':'1'} | 404 | |",
                "{'symbol':'BTC-USD','side':'SELL','type':'LIMIT','price':'1','quantity':'1'} | 402 | |",
                "{'symbol':'BTC-USD','side':'BUY','type':'LIMIT','price':'999999999999999999','quantity':'999999999999999999'} | 402 | |"
            })
    void refusesOrdersAndNamesFieldAndRule(String body, int status, String fields, String rules) {
        Answer answer = place(body.replace('\'', '"'), "Idempotency-Key", "k");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (fields != null) {
            assertThat(String.join(",", answer.<List<String>>json("$.errors[*].field")))
                    .isEqualTo(fields);
            assertThat(String.join(",", answer.<List<String>>json("$.errors[*].rule")))
                    .isEqualTo(rules);
        }
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(jdbc.sql("select count(*) from orders where user_id = ?")
                        .param(trader.userId())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void cancelsAllOpenOrdersOfOneMarketAndThenOfAll() {
        for (int i = 0; i < 20; i++) {
            Answer placed = place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"%d.00\",\"quantity\":\"0.01\",\"client_order_id\":\"b%d\"}"
                            .formatted(46000 + i, i));
            assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        }
        Answer other = place(
                "{\"symbol\":\"ETH-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"2900.00\",\"quantity\":\"1\",\"client_order_id\":\"e\"}");
        assertThat(other.status()).as(other.body()).isEqualTo(201);

        Answer unknown = trader.delete("/api/v1/orders?symbol=DOGE-USD");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.<String>json("$.error_code")).isEqualTo("ERR_INSTRUMENT_NOT_FOUND");

        Answer ofOneMarket = trader.delete("/api/v1/orders?symbol=btc-usd");
        assertThat(ofOneMarket.status()).as(ofOneMarket.body()).isEqualTo(200);
        assertThat(ofOneMarket.<List<String>>json("$.items[*].status"))
                .hasSize(20)
                .containsOnly("CANCELED");
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/2900.00000000");

        assertThat(trader.delete("/api/v1/orders").<List<String>>json("$.items[*].order_id"))
                .containsExactly(other.<String>json("$.order_id"));
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(trader.delete("/api/v1/orders").<List<String>>json("$.items"))
                .isEmpty();
    }

    @Test
    void triggersAStopLimitThatTradesAndOneThatRests() {
        assertThat(place(
                                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\"}",
                                "Idempotency-Key",
                                "last trade at 50000")
                        .<String>json("$.status"))
                .isEqualTo("FILLED");
        Answer trades = place(stopLimit("50500", "t"));
        assertThat(trades.<String>json("$.status")).as(trades.body()).isEqualTo("FILLED");
        assertThat(trades.<String>json("$.average_price")).isEqualTo("50000.00000000");
        Answer rests = place(stopLimit("49000", "r"));
        assertThat(rests.<String>json("$.status")).as(rests.body()).isEqualTo("NEW");
        assertThat(trader.account("USD")).isEqualTo("94500.00000000/4900.00000000");
        Answer gone = trader.delete("/api/v1/orders/" + rests.<String>json("$.order_id"));
        assertThat(gone.<String>json("$.status")).isEqualTo("CANCELED");
        assertThat(trader.held("USD")).isZero();
    }

    /** The first one's booking is held up: nobody can know its outcome yet. */
    @Test
    void hasARepeatWaitForTheFirstAndTellsWhenThatTakesTooLong() throws Exception {
        String json = limit("BTC-USD", "BUY", "49000", "0.1", "once");
        CompletableFuture<Answer> first;
        CompletableFuture<Answer> waits;
        try (Connection blocker = dataSource.getConnection()) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("select 1 from settlement_cursors for update");
            }
            first = CompletableFuture.supplyAsync(() -> place(json), threads);
            await().until(() -> trader.rows("orders") == 1);
            Answer second = place(json);
            assertThat(second.status()).as(second.body()).isEqualTo(409);
            assertThat(second.<String>json("$.error_code")).isEqualTo("ERR_IN_PROGRESS");
            assertThat(second.<Boolean>json("$.retryable")).isTrue();
            waits = CompletableFuture.supplyAsync(() -> place(json), threads);
            blocker.rollback();
        }
        Answer answered = waits.get();
        assertThat(answered.status()).as(answered.body()).isEqualTo(201);
        assertThat(answered.header("Idempotency-Replayed")).isEqualTo("true");
        // It may have given up waiting; then it has said so, and no more.
        assertThat(first.get().status()).as(first.get().body()).isIn(201, 503);
        assertThat(place(json).body()).isEqualTo(answered.body());
        assertThat(trader.rows("orders")).isEqualTo(1);
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/4900.00000000");
    }

    /** As somebody does whose answer was lost. */
    @Test
    void replacesOnceHoweverOftenTheSameReplacementIsSent() throws Exception {
        String path = "/api/v1/orders/"
                + place(limit("BTC-USD", "BUY", "49000", "0.1", "grows")).<String>json("$.order_id");
        List<Answer> answers = Parallel.call(10, i -> trader.patch(path, "{\"quantity\":\"0.2\"}"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isIn(200, 409))
                .anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        Answer again = trader.patch(path, "{\"quantity\":\"0.2\"}");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.<String>json("$.quantity")).isEqualTo("0.20000000");
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/9800.00000000");
    }

    private static String limit(String symbol, String side, String price, String quantity, String clientOrderId) {
        return "{\"symbol\":\"%s\",\"side\":\"%s\",\"type\":\"LIMIT\",\"price\":\"%s\",\"quantity\":\"%s\",\"client_order_id\":\"%s\"}"
                .formatted(symbol, side, price, quantity, clientOrderId);
    }

    private static String stopLimit(String price, String clientOrderId) {
        return "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"STOP_LIMIT\",\"stop_price\":\"50000\",\"price\":\"%s\",\"quantity\":\"0.1\",\"client_order_id\":\"%s\"}"
                .formatted(price, clientOrderId);
    }

    private Answer place(String json, String... headers) {
        return trader.post("/api/v1/orders", json, headers);
    }
}
