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
import io.hft.backend.support.Markets;
import io.hft.backend.support.Parallel;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import io.hft.engine.v1.CancelOrderRequest;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.ReplaceOrderRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private Answer execute(String quantity, String key) {
        return trader.post("/api/v1/trading/execute", body(quantity), "X-Idempotency-Key", key);
    }

    private String body(String quantity) {
        return "{\"user_id\":%d,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"%s\"}"
                .formatted(trader.userId(), quantity);
    }

    private Answer place(String json, String... headers) {
        return trader.post("/api/v1/orders", json, headers);
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
        assertThat(trader.account("USD")).isEqualTo("50000.00000000/0.00000000");
        assertThat(trader.account("BTC")).isEqualTo("1.00000000/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);
    }

    @Test
    void refusesWithoutLeavingARow() {
        Answer poor = execute("3.0", "k");
        assertThat(poor.status()).isEqualTo(402);
        assertThat(poor.<String>json("$.error_code")).isEqualTo("ERR_LIQUIDITY");
        assertThat(execute("1000001", "k2").status())
                .as("money is asked before the limit")
                .isEqualTo(402);
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(jdbc.sql("select count(*) from idempotent_requests where user_id = ?")
                        .param(trader.userId())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(execute("0.1", "k").status()).as("the key is free").isEqualTo(200);
    }

    @Test
    void letsExactlyAsManyBuyAsTheMoneyCovers() throws Exception {
        List<Answer> answers = Parallel.call(100, i -> execute("1", "p" + i));
        Map<Integer, Long> statuses =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(statuses).isEqualTo(Map.of(200, 2L, 402, 98L));
        assertThat(trader.account("USD")).isEqualTo("0.00000000/0.00000000");
        assertThat(trader.account("BTC")).isEqualTo("2.00000000/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);
    }

    @Test
    void makesOneOrderOfThirtyParallelRequestsWithOneKey() throws Exception {
        List<Answer> answers = Parallel.call(30, i -> execute("0.5", "same"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(jdbc.sql("select count(*) from orders where user_id = ?")
                        .param(trader.userId())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(trader.account("USD")).isEqualTo("75000.00000000/0.00000000");
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
            assertThat(trader.account("USD")).isEqualTo("100000.00000000/50010.00000000");
            assertThat(trader.get("/api/v1/orders").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> !link.isConnected());
            assertThat(execute("1.0", "away").status()).as("a repeat meanwhile").isEqualTo(503);
            assertThat(trader.account("USD")).isEqualTo("100000.00000000/50010.00000000");
        } finally {
            ENGINE.start();
        }
        assertThat(away.status()).as(away.body()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isNotEmpty();
        assertThat(away.<Boolean>json("$.retryable")).isTrue();
        assertThat(limit.status()).isEqualTo(503);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        jdbc.sql("select count(*) from orders where user_id = ? and status = 'PENDING_NEW'")
                                .param(trader.userId())
                                .query(Long.class)
                                .single())
                .isZero());
        Answer resolved = execute("1.0", "away");
        if (resolved.status() == 200) {
            assertThat(resolved.<String>json("$.remaining_balance")).isEqualTo("50000.00000000");
            assertThat(trader.account("BTC")).isEqualTo("1.00000000/0.00000000");
        } else {
            // The house was not back on the book when the order was.
            assertThat(resolved.<String>json("$.error_code")).isEqualTo("ERR_NO_LIQUIDITY");
            assertThat(resolved.<Boolean>json("$.retryable")).as("it is kept").isFalse();
            assertThat(trader.account("USD")).isEqualTo("100000.00000000/10.00000000");
        }
        assertThat(execute("1.0", "away").body()).isEqualTo(resolved.body());
        assertThat(settler.status())
                .allSatisfy(shard -> assertThat(shard.isSound()).isTrue());
        Markets.assertLedgerSumsToZero(jdbc);
    }

    /** Somebody who talks to the engine directly makes an order cost more than its owner has. */
    @Test
    void outlivesAnOrderThatIsEnlargedInTheEngine() {
        Answer placed = place(
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"49000\",\"quantity\":\"1\",\"client_order_id\":\"grows\"}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(trader.account("USD")).isEqualTo("100000.00000000/49000.00000000");
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ENGINE.port())
                .usePlaintext()
                .build();
        try {
            ReplaceOrderRequest.Builder replace = ReplaceOrderRequest.newBuilder()
                    .setOrderId(Long.parseLong(placed.json("$.order_id")))
                    .setAccountId(trader.userId())
                    .setSymbol("BTC-USD")
                    .setQuantity("10");
            TradingEngineGrpc.TradingEngineBlockingStub engine = TradingEngineGrpc.newBlockingStub(channel);
            assertThat(engine.replaceOrder(replace.setPrice("49500").build()).getRejectReason())
                    .isEqualTo(RejectReason.REJECT_REASON_NONE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(trader.account("USD"))
                    .isEqualTo("100000.00000000/100000.00000000"));
            engine.replaceOrder(replace.setPrice("50000").build());
        } finally {
            channel.shutdownNow();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trader.account("BTC")).isEqualTo("10.00000000/0.00000000"));
        assertThat(trader.account("USD")).isEqualTo("0.00000000/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);
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
        long first = 2_000_000_000_000L + trader.userId() * 100;
        try {
            long sequence = 0;
            for (long orderId = first; orderId < first + 10; orderId++) {
                sequence = engine.submitOrder(SubmitOrderRequest.newBuilder()
                                .setOrderId(orderId)
                                .setAccountId(trader.userId())
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
            assertThat(trader.account("USD")).isEqualTo("100000.00000000/0.00000000");
        } finally {
            jdbc.sql("select setval('order_ids', ?, false)")
                    .param(first + 10)
                    .query(Long.class)
                    .single();
            for (long orderId = first; orderId < first + 10; orderId++) {
                engine.cancelOrder(CancelOrderRequest.newBuilder()
                        .setOrderId(orderId)
                        .setAccountId(trader.userId())
                        .setSymbol("BTC-USD")
                        .build());
            }
            channel.shutdownNow();
        }
    }

    @Test
    void refusesAGoodTokenOfAUserWhoIsGone() {
        jdbc.sql("delete from refresh_tokens where user_id = ?")
                .param(trader.userId())
                .update();
        jdbc.sql("delete from sessions where user_id = ?")
                .param(trader.userId())
                .update();
        jdbc.sql(
                        "delete from transfers where credit_account_id in (select account_id from ledger_accounts where owner_id = ?)")
                .param(trader.userId())
                .update();
        jdbc.sql("update ledger_accounts set balance = balance + 100000 where owner_id is null and asset = 'USD'")
                .update();
        jdbc.sql("delete from ledger_accounts where owner_id = ?")
                .param(trader.userId())
                .update();
        jdbc.sql("delete from users where user_id = ?").param(trader.userId()).update();
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
