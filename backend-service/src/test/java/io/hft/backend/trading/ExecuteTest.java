package io.hft.backend.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.backend.engine.EngineLink;
import io.hft.backend.settlement.Settler;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestEngine;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Simple buys and orders, from HTTP to the real engine's book and back through settlement. */
@BackendTest
class ExecuteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestEngine ENGINE = new TestEngine();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Settler settler;

    @Autowired
    private EngineLink link;

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
        awaitMarket();
    }

    private void awaitMarket() {
        await().atMost(PATIENCE).until(() -> {
            Answer book = http.get("/api/v1/market/BTC-USD/book?depth=1");
            return book.status() == 200
                    && !book.<List<List<String>>>json("$.asks").isEmpty()
                    && book.<String>json("$.asks[0][0]").equals("50000.00")
                    && new BigDecimal(book.<String>json("$.asks[0][1]")).compareTo(BigDecimal.TWO) > 0;
        });
    }

    private Answer execute(String quantity, String key) {
        return http.postJson(
                "/api/v1/trading/execute", body(quantity), "X-Idempotency-Key", key, "Authorization", token);
    }

    private String body(String quantity) {
        return "{\"user_id\":%d,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"%s\"}".formatted(user, quantity);
    }

    private Answer place(String json, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", token));
        return http.postJson("/api/v1/orders", json, all.toArray(String[]::new));
    }

    private String account(String asset) {
        return jdbc.sql("select balance || '/' || held from ledger_accounts where owner_id = ? and asset = ?")
                .params(user, asset)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private static List<Answer> parallel(int count, IntFunction<Answer> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                answers.add(threads.submit(() -> request.apply(number)));
            }
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }

    private void assertLedgerSumsToZero() {
        assertThat(jdbc.sql("select asset from ledger_accounts group by asset having sum(balance) <> 0")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void buysAtTheMarketAndRepeatsItsAnswerWordForWord() {
        Answer first = execute("1.0", "k");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.<String>json("$.status")).isEqualTo("ORDER_FILLED");
        assertThat(first.<String>json("$.quantity_filled")).isEqualTo("1.0");
        assertThat(first.<String>json("$.execution_price")).isEqualTo("50000.00000000");
        assertThat(first.<String>json("$.total_cost")).isEqualTo("50000.00000000");
        assertThat(first.<String>json("$.remaining_balance")).isEqualTo("50000.00000000");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();

        Answer again = execute("1.0", "k");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(execute("1.00", "k").<String>json("$.error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        assertThat(account("USD")).isEqualTo("50000.00000000/0.00000000");
        assertThat(account("BTC")).isEqualTo("1.00000000/0.00000000");
        assertLedgerSumsToZero();
    }

    @Test
    void refusesWithoutLeavingARow() {
        Answer poor = execute("3.0", "k");
        assertThat(poor.status()).isEqualTo(402);
        assertThat(poor.<String>json("$.error_code")).isEqualTo("ERR_LIQUIDITY");
        assertThat(execute("1000001", "k2").status())
                .as("money is asked before the limit")
                .isEqualTo(402);
        assertThat(account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(jdbc.sql("select count(*) from idempotent_requests where user_id = ?")
                        .param(user)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(execute("0.1", "k").status()).as("the key is free").isEqualTo(200);
    }

    @Test
    void letsExactlyAsManyBuyAsTheMoneyCovers() throws Exception {
        List<Answer> answers = parallel(100, i -> execute("1", "p" + i));
        Map<Integer, Long> statuses =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(statuses).isEqualTo(Map.of(200, 2L, 402, 98L));
        assertThat(account("USD")).isEqualTo("0.00000000/0.00000000");
        assertThat(account("BTC")).isEqualTo("2.00000000/0.00000000");
        assertLedgerSumsToZero();
    }

    @Test
    void makesOneOrderOfThirtyParallelRequestsWithOneKey() throws Exception {
        List<Answer> answers = parallel(30, i -> execute("0.5", "same"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(jdbc.sql("select count(*) from orders where user_id = ?")
                        .param(user)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(account("USD")).isEqualTo("75000.00000000/0.00000000");
    }

    @Test
    void holdsTheMoneyWhileTheEngineIsAwayAndResolvesWhenItIsBack() {
        ENGINE.stop();
        Answer away;
        Answer limit;
        try {
            away = execute("1.0", "away");
            limit = place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"10\",\"quantity\":\"1\","
                            + "\"client_order_id\":\"away\"}");
            assertThat(account("USD")).isEqualTo("100000.00000000/50010.00000000");
            assertThat(http.get("/api/v1/orders", "Authorization", token).status())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> !link.isConnected());
            assertThat(execute("1.0", "away").status()).as("a repeat meanwhile").isEqualTo(503);
            assertThat(account("USD")).isEqualTo("100000.00000000/50010.00000000");
        } finally {
            ENGINE.start();
        }
        assertThat(away.status()).as(away.body()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isNotEmpty();
        assertThat(away.<Boolean>json("$.retryable")).isTrue();
        assertThat(limit.status()).isEqualTo(503);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        jdbc.sql("select count(*) from orders where user_id = ? and status = 'PENDING_NEW'")
                                .param(user)
                                .query(Long.class)
                                .single())
                .isZero());
        Answer resolved = execute("1.0", "away");
        if (resolved.status() == 200) {
            assertThat(resolved.<String>json("$.remaining_balance")).isEqualTo("50000.00000000");
            assertThat(account("BTC")).isEqualTo("1.00000000/0.00000000");
        } else {
            // The house was not back on the book when the order was.
            assertThat(resolved.<String>json("$.error_code")).isEqualTo("ERR_NO_LIQUIDITY");
            assertThat(resolved.<Boolean>json("$.retryable")).as("it is kept").isFalse();
            assertThat(account("USD")).isEqualTo("100000.00000000/10.00000000");
        }
        assertThat(execute("1.0", "away").body()).isEqualTo(resolved.body());
        assertThat(settler.status())
                .allSatisfy(shard -> assertThat(shard.isSound()).isTrue());
        assertLedgerSumsToZero();
    }

    @Test
    void placesCancelsAndListsOrders() {
        Answer placed = place(
                "{\"symbol\":\" btc-usd \",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000.00\",\"quantity\":0.5,"
                        + "\"client_order_id\":\"mine-1\"}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.<String>json("$.status")).isEqualTo("NEW");
        assertThat(placed.<String>json("$.leaves_quantity")).isEqualTo("0.50000000");
        assertThat(account("USD")).isEqualTo("100000.00000000/24500.00000000");
        String id = placed.json("$.order_id");

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
        assertThat(http.get("/api/v1/orders/" + id, "Authorization", token).<String>json("$.status"))
                .isEqualTo("NEW");
        Answer cancelled = http.send("DELETE", "/api/v1/orders/" + id, null, false, "Authorization", token);
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.<String>json("$.status")).isEqualTo("CANCELED");
        assertThat(account("USD")).isEqualTo("100000.00000000/0.00000000");
        Answer late = http.send("DELETE", "/api/v1/orders/" + id, null, false, "Authorization", token);
        assertThat(late.<String>json("$.error_code")).isEqualTo("ERR_ORDER_NOT_OPEN");
        assertThat(late.status()).isEqualTo(409);

        for (int i = 0; i < 3; i++) {
            place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"0.01\"}",
                    "Idempotency-Key",
                    "m" + i);
        }
        Answer page = http.get("/api/v1/orders?limit=2", "Authorization", token);
        Answer rest =
                http.get("/api/v1/orders?limit=2&cursor=" + page.<String>json("$.next_cursor"), "Authorization", token);
        assertThat(page.<List<Object>>json("$.items")).hasSize(2);
        assertThat(rest.<List<Object>>json("$.items")).hasSize(2);
        assertThat(rest.<Object>json("$.next_cursor")).isNull();
        assertThat(rest.<String>json("$.items[1].order_id")).isEqualTo(id);
        assertThat(page.<String>json("$.items[0].status")).isEqualTo("FILLED");
        assertThat(page.<Object>json("$.items[0].price")).isNull();
        assertThat(page.<String>json("$.items[0].average_price")).isEqualTo("50000.00000000");
        assertThat(http.get("/api/v1/orders?status=canceled", "Authorization", token)
                        .<List<Object>>json("$.items"))
                .hasSize(1);
        assertThat(http.get("/api/v1/orders?status=x", "Authorization", token).status())
                .isEqualTo(422);
        assertThat(http.get("/api/v1/orders?cursor=x", "Authorization", token).status())
                .isEqualTo(422);
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
        assertThat(account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(jdbc.sql("select count(*) from orders where user_id = ?")
                        .param(user)
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

        Answer unknown = cancelAll("?symbol=DOGE-USD");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.<String>json("$.error_code")).isEqualTo("ERR_INSTRUMENT_NOT_FOUND");

        Answer ofOneMarket = cancelAll("?symbol=btc-usd");
        assertThat(ofOneMarket.status()).as(ofOneMarket.body()).isEqualTo(200);
        assertThat(ofOneMarket.<List<String>>json("$.items[*].status"))
                .hasSize(20)
                .containsOnly("CANCELED");
        assertThat(account("USD")).isEqualTo("100000.00000000/2900.00000000");

        assertThat(cancelAll("").<List<String>>json("$.items[*].order_id"))
                .containsExactly(other.<String>json("$.order_id"));
        assertThat(account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(cancelAll("").<List<String>>json("$.items")).isEmpty();
    }

    private Answer cancelAll(String query) {
        return http.send("DELETE", "/api/v1/orders" + query, null, false, "Authorization", token);
    }

    /** Somebody who talks to the engine directly makes an order cost more than its owner has. */
    @Test
    void outlivesAnOrderThatIsEnlargedInTheEngine() {
        Answer placed = place(
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000\",\"quantity\":\"1\",\"client_order_id\":\"grows\"}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(account("USD")).isEqualTo("100000.00000000/49000.00000000");
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        try {
            ReplaceOrderRequest.Builder replace = ReplaceOrderRequest.newBuilder()
                    .setOrderId(Long.parseLong(placed.json("$.order_id")))
                    .setAccountId(user)
                    .setSymbol("BTC-USD")
                    .setQuantity("10");
            TradingEngineGrpc.TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
            assertThat(engine.replaceOrder(replace.setPrice("49500").build()).getRejectReason())
                    .isEqualTo(RejectReason.REJECT_REASON_NONE);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(account("USD")).isEqualTo("100000.00000000/100000.00000000"));
            engine.replaceOrder(replace.setPrice("50000").build());
        } finally {
            channel.shutdownNow();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(account("BTC")).isEqualTo("10.00000000/0.00000000"));
        assertThat(account("USD")).isEqualTo("0.00000000/0.00000000");
        assertLedgerSumsToZero();
        assertThat(settler.status())
                .allSatisfy(shard -> assertThat(shard.isSound()).isTrue());
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer health = http.get("/health");
            assertThat(health.status()).as(health.body()).isEqualTo(200);
            assertThat(health.<String>json("$.parts.settlement.warning")).contains("1 times");
        });
    }

    /** Somebody who talks to the engine directly has used ids that the backend is about to give away, for orders just like these. */
    @Test
    void doesNotTakeAnotherOrderForItsOwnThoughItsTermsAreEqual() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        TradingEngineGrpc.TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
        long first = 2_000_000_000_000L + user * 100;
        try {
            long sequence = 0;
            for (long orderId = first; orderId < first + 10; orderId++) {
                sequence = engine.submitOrder(SubmitOrderRequest.newBuilder()
                                .setOrderId(orderId)
                                .setAccountId(user)
                                .setSymbol("BTC-USD")
                                .setSide(Side.BUY)
                                .setOrderType(OrderType.LIMIT)
                                .setPrice("49000")
                                .setQuantity("0.5")
                                .build())
                        .getLastSequence();
            }
            long entered = sequence;
            await().atMost(PATIENCE)
                    .until(() -> settler.status().stream().allMatch(shard -> shard.cursor() >= entered));
            jdbc.sql("select setval('order_ids', ?, false)")
                    .param(first)
                    .query(Long.class)
                    .single();
            Answer placed = place(
                    "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000\",\"quantity\":\"0.5\",\"client_order_id\":\"x\"}");
            assertThat(placed.status()).as(placed.body()).isEqualTo(201);
            assertThat(Long.parseLong(placed.json("$.order_id"))).isBetween(first, first + 9);
            assertThat(placed.<String>json("$.status")).isEqualTo("REJECTED");
            assertThat(placed.<String>json("$.reject_reason")).isEqualTo("ORDER_ID_IN_USE");
            Answer bought = execute("0.1", "x");
            assertThat(bought.status()).as(bought.body()).isEqualTo(409);
            assertThat(bought.<String>json("$.error_code")).isEqualTo("ERR_ORDER_REJECTED");
            assertThat(bought.<String>json("$.detail")).contains("ORDER_ID_IN_USE");
            assertThat(bought.<Boolean>json("$.retryable")).isFalse();
            assertThat(account("USD")).isEqualTo("100000.00000000/0.00000000");
        } finally {
            jdbc.sql("select setval('order_ids', ?, false)")
                    .param(first + 10)
                    .query(Long.class)
                    .single();
            for (long orderId = first; orderId < first + 10; orderId++) {
                engine.cancelOrder(CancelOrderRequest.newBuilder()
                        .setOrderId(orderId)
                        .setAccountId(user)
                        .setSymbol("BTC-USD")
                        .build());
            }
            channel.shutdownNow();
        }
    }

    @Test
    void refusesAGoodTokenOfAUserWhoIsGone() {
        jdbc.sql("delete from refresh_tokens where user_id = ?").param(user).update();
        jdbc.sql("delete from sessions where user_id = ?").param(user).update();
        jdbc.sql(
                        "delete from transfers where credit_account_id in (select account_id from ledger_accounts where owner_id = ?)")
                .param(user)
                .update();
        jdbc.sql("update ledger_accounts set balance = balance + 100000 where owner_id is null and asset = 'USD'")
                .update();
        jdbc.sql("delete from ledger_accounts where owner_id = ?").param(user).update();
        jdbc.sql("delete from users where user_id = ?").param(user).update();
        Answer bought = execute("0.1", "gone");
        assertThat(bought.status()).as(bought.body()).isEqualTo(401);
        assertThat(bought.<String>json("$.error_code")).isEqualTo("ERR_UNAUTHENTICATED");
        assertThat(place(
                                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"1\",\"quantity\":\"1\",\"client_order_id\":\"gone\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void knowsNoBookOfAMarketThatTheEngineDoesNotHave() {
        jdbc.sql("""
                        insert into instruments (symbol, base_asset, quote_asset, tick_size, lot_size, max_quantity, reference_price,
                            price_band_basis_points, shard) values ('ETH-SOL', 'ETH', 'SOL', 0.01, 0.01, 100, 1, 0, 0)
                        """).update();
        // The backend's copy is renewed at each contact with the engine.
        ENGINE.stop();
        await().atMost(PATIENCE).until(() -> !link.isConnected());
        ENGINE.start();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(http.get("/api/v1/instruments").body()).contains("ETH-SOL");
                Answer book = http.get("/api/v1/market/ETH-SOL/book");
                assertThat(book.status()).as(book.body()).isEqualTo(404);
                assertThat(book.<String>json("$.error_code")).isEqualTo("ERR_INSTRUMENT_NOT_FOUND");
            });
        } finally {
            jdbc.sql("delete from instruments where symbol = 'ETH-SOL'").update();
        }
    }

    @Test
    void asksForAKeyBeforeItLooksAtTheBody() {
        assertThat(http.postJson("/api/v1/trading/execute", "{").<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_REQUIRED");
        assertThat(http.postJson("/api/v1/trading/execute", "{", "Idempotency-Key", " ")
                        .<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_REQUIRED");
        assertThat(execute("1", "x".repeat(256)).status()).isEqualTo(422);
        assertThat(place("{\"symbol\":\"BTC-USD\"}").<String>json("$.error_code"))
                .isEqualTo("ERR_IDEMPOTENCY_REQUIRED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | user_id,symbol,pay_with,quantity | required,required,required,required",
                "{'user_id':'x','symbol':'BTC','pay_with':'USD','quantity':'1'} | user_id | type",
                "{'user_id':1.5,'symbol':'BTC','pay_with':'USD','quantity':'1'} | user_id | type",
                "{'user_id':1,'symbol':' ','pay_with':'USD','quantity':'1'} | symbol | required",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':'0.00000000'} | quantity | positive",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':-1} | quantity | positive",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':1e400} | quantity | decimal",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':0.123456789} | quantity | max_scale",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':[1]} | quantity | decimal",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':{'a':[{}]}} | quantity | decimal",
                "{'user_id':1,'symbol':'BTC','pay_with':'USD','quantity':null} | quantity | required"
            })
    void refusesBuysAndNamesFieldAndRule(String body, String fields, String rules) {
        Answer answer = http.postJson("/api/v1/trading/execute", body.replace('\'', '"'), "Idempotency-Key", "k");
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(String.join(",", answer.<List<String>>json("$.errors[*].field")))
                .isEqualTo(fields);
        assertThat(String.join(",", answer.<List<String>>json("$.errors[*].rule")))
                .isEqualTo(rules);
    }
}
