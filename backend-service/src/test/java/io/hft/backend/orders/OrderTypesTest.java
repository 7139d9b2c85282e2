package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

/** Every type of order from HTTP to the real engine's book and back, with what it holds at each step. The house sells at 50,000. */
@BackendTest
@DirtiesContext
class OrderTypesTest {
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

    @AfterEach
    void leavesNothingHeldAndNothingLost() {
        Answer canceled = trader.delete("/api/v1/orders");
        assertThat(canceled.status()).as(canceled.body()).isEqualTo(200);
        assertThat(jdbc.sql("select coalesce(sum(held), 0) from ledger_accounts where owner_id = ?")
                        .param(trader.userId())
                        .query(BigDecimal.class)
                        .single())
                .isEqualByComparingTo("0");
        assertThat(jdbc.sql("select asset from ledger_accounts group by asset having sum(balance) <> 0")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // what is sent, status, held, hold
        "'LIMIT','GTC','\"price\":\"49000\",\"quantity\":\"0.1\"',NEW,4900",
        "'LIMIT','DAY','\"price\":\"49000\",\"quantity\":\"0.1\"',NEW,4900",
        "'LIMIT','GTD','\"price\":\"49000\",\"quantity\":\"0.1\",\"expire_at\":\"2100-01-01T00:00:00Z\"',NEW,4900",
        "'LIMIT','GTC','\"price\":\"49000\",\"quantity\":\"0.1\",\"post_only\":true',NEW,4900",
        "'LIMIT','GTC','\"price\":\"50000\",\"quantity\":\"0.1\",\"post_only\":true',REJECTED:POST_ONLY_WOULD_TAKE,0",
        "'LIMIT','GTC','\"price\":\"50000\",\"quantity\":\"0.1\"',FILLED,0",
        "'LIMIT','IOC','\"price\":\"49000\",\"quantity\":\"0.1\"',CANCELED:NO_LIQUIDITY,0",
        "'LIMIT','IOC','\"price\":\"50000\",\"quantity\":\"0.1\"',FILLED,0",
        "'LIMIT','FOK','\"price\":\"49000\",\"quantity\":\"0.1\"',CANCELED:FOK_NOT_FILLABLE,0",
        "'LIMIT','FOK','\"price\":\"50000\",\"quantity\":\"0.1\"',FILLED,0",
        "'MARKET','IOC','\"quantity\":\"0.1\"',FILLED,0",
        "'MARKET','FOK','\"quantity\":\"0.1\"',FILLED,0",
        "'MARKET','IOC','\"quote_quantity\":\"5000\"',FILLED,0",
        "'STOP','GTC','\"stop_price\":\"51000\",\"quantity\":\"0.1\"',PENDING_TRIGGER,5355",
        "'STOP','DAY','\"stop_price\":\"51000\",\"quantity\":\"0.1\"',PENDING_TRIGGER,5355",
        "'STOP','GTD','\"stop_price\":\"51000\",\"quantity\":\"0.1\",\"expire_at\":\"2100-01-01T00:00:00Z\"',PENDING_TRIGGER,5355",
        "'STOP_LIMIT','GTC','\"stop_price\":\"51000\",\"price\":\"51500\",\"quantity\":\"0.1\"',PENDING_TRIGGER,5150",
        "'STOP_LIMIT','DAY','\"stop_price\":\"51000\",\"price\":\"51500\",\"quantity\":\"0.1\"',PENDING_TRIGGER,5150",
        "'ICEBERG','GTC','\"price\":\"49000\",\"quantity\":\"0.1\",\"display_quantity\":\"0.01\"',NEW,4900",
        "'ICEBERG','GTC','\"price\":\"49000\",\"quantity\":\"0.1\",\"display_quantity\":\"0.01\",\"post_only\":true',NEW,4900",
        "'ICEBERG','DAY','\"price\":\"50000\",\"quantity\":\"0.1\",\"display_quantity\":\"0.01\"',FILLED,0",
    })
    void takesEveryTypeAndHoldsWhatItMayCost(String type, String time, String terms, String outcome, String held) {
        Answer answer = place(type, "BUY", time, terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String reason = answer.<String>json("$.reject_reason");
        assertThat(answer.<String>json("$.status") + (reason == null ? "" : ":" + reason))
                .isEqualTo(outcome);
        assertThat(answer.<String>json("$.type")).isEqualTo(type);
        assertThat(answer.<String>json("$.time_in_force")).isEqualTo(time);
        assertThat(trader.held("USD")).isEqualByComparingTo(held);
        Answer read = trader.get("/api/v1/orders/" + answer.<String>json("$.order_id"));
        assertThat(read.body()).isEqualTo(answer.body());
    }

    @Test
    void triggersAStopWhoseMoneyIsHeldAndGivesTheRestBack() {
        assertThat(place("MARKET", "BUY", "IOC", "\"quantity\":\"0.1\"").<String>json("$.status"))
                .isEqualTo("FILLED");
        // The last trade is at 50,000: a stop at that price triggers in its own command.
        Answer stop = place("STOP", "BUY", "GTC", "\"stop_price\":\"50000\",\"quantity\":\"0.2\"");
        assertThat(stop.<String>json("$.status")).as(stop.body()).isEqualTo("FILLED");
        assertThat(stop.<String>json("$.price")).isNull();
        assertThat(stop.<String>json("$.protection_price")).isEqualTo("52500.00000000");
        assertThat(trader.account("USD")).isEqualTo("85000.00000000/0.00000000");
        Answer sell = place("STOP", "SELL", "GTC", "\"stop_price\":\"49000\",\"quantity\":\"0.3\"");
        assertThat(sell.<String>json("$.status")).isEqualTo("PENDING_TRIGGER");
        assertThat(trader.held("BTC")).isEqualByComparingTo("0.3");
    }

    /** Whoever repeats a request because its answer was lost may do so after the order has expired. */
    @ParameterizedTest
    @CsvSource({"/api/v1/orders, 201", "/api/v1/orders/batch, 200"})
    void answersTheRepeatOfAnOrderThatHasExpiredMeanwhile(String path, int status) {
        Instant soon = Instant.now().plusMillis(500);
        String order =
                "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"time_in_force\":\"GTD\",\"price\":\"49000\",\"quantity\":\"0.1\",\"expire_at\":\"%s\"}"
                        .formatted(soon);
        String json = path.endsWith("batch") ? "{\"orders\":[" + order + "]}" : order;
        Answer first = trader.post(path, json, "Idempotency-Key", "expires");
        assertThat(first.status()).as(first.body()).isEqualTo(status);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(soon));
        Answer again = trader.post(path, json, "Idempotency-Key", "expires");
        assertThat(again.status()).as(again.body()).isEqualTo(status);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void expiresAnOrderAndGivesItsMoneyBack() {
        Instant soon = Instant.now().plusMillis(1500);
        Answer order =
                place("LIMIT", "BUY", "GTD", "\"price\":\"49000\",\"quantity\":\"0.1\",\"expire_at\":\"" + soon + "\"");
        assertThat(order.<String>json("$.status")).as(order.body()).isEqualTo("NEW");
        String id = order.json("$.order_id");
        await().atMost(PATIENCE).until(() -> trader.get("/api/v1/orders/" + id)
                .<String>json("$.status")
                .equals("EXPIRED"));
        assertThat(trader.held("USD")).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "'LIMIT','GTC','\"quantity\":\"1\"',price",
        "'LIMIT','GTD','\"quantity\":\"1\",\"price\":\"1\"',expire_at",
        "'LIMIT','GTD','\"quantity\":\"1\",\"price\":\"1\",\"expire_at\":\"2020-01-01T00:00:00Z\"',expire_at",
        "'LIMIT','GTC','\"quantity\":\"1\",\"price\":\"1\",\"expire_at\":\"2100-01-01T00:00:00Z\"',expire_at",
        "'LIMIT','GTC','\"quantity\":\"1\",\"price\":\"1\",\"stop_price\":\"1\"',stop_price",
        "'LIMIT','GTC','\"quantity\":\"1\",\"price\":\"1\",\"display_quantity\":\"1\"',display_quantity",
        "'LIMIT','GTC','\"quote_quantity\":\"1\",\"quantity\":\"1\",\"price\":\"1\"',quote_quantity",
        "'LIMIT','IOC','\"quantity\":\"1\",\"price\":\"1\",\"post_only\":true',post_only",
        "'LIMIT','GTC','\"quantity\":\"1\",\"price\":\"1\",\"self_trade_prevention\":\"X\"',self_trade_prevention",
        "'MARKET','GTC','\"quantity\":\"1\"',time_in_force",
        "'MARKET','IOC','\"quantity\":\"1\",\"quote_quantity\":\"1\"',quantity",
        "'MARKET','IOC','\"quote_quantity\":\"0.0001\"',quote_quantity",
        "'MARKET','IOC','\"quantity\":\"1\",\"price\":\"1\"',price",
        "'STOP','GTC','\"quantity\":\"1\"',stop_price",
        "'STOP','IOC','\"quantity\":\"1\",\"stop_price\":\"1\"',time_in_force",
        "'STOP','GTC','\"quantity\":\"1\",\"stop_price\":\"0.001\"',stop_price",
        "'STOP_LIMIT','GTC','\"quantity\":\"1\",\"stop_price\":\"1\"',price",
        "'ICEBERG','GTC','\"quantity\":\"1\",\"price\":\"1\"',display_quantity",
        "'ICEBERG','GTC','\"quantity\":\"1\",\"price\":\"1\",\"display_quantity\":\"2\"',display_quantity",
        "'ICEBERG','GTC','\"quantity\":\"1\",\"price\":\"1\",\"display_quantity\":\"0.0001\"',display_quantity",
        "'ICEBERG','FOK','\"quantity\":\"1\",\"price\":\"1\",\"display_quantity\":\"1\"',time_in_force",
        "'BRACKET','GTC','\"quantity\":\"1\"',type",
    })
    void namesTheFieldThatDoesNotFit(String type, String time, String terms, String field) {
        Answer answer = place(type, "BUY", time, terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.<List<String>>json("$.errors[*].field")).contains(field);
        assertThat(trader.held("USD")).isEqualByComparingTo("0");
    }

    @Test
    void replacesAndHoldsExactlyWhatTheNewTermsNeed() {
        String id = place("LIMIT", "BUY", "GTC", "\"price\":\"49000\",\"quantity\":\"0.1\"")
                .json("$.order_id");
        Answer larger = trader.patch("/api/v1/orders/" + id, "{\"quantity\":\"0.2\"}");
        assertThat(larger.status()).as(larger.body()).isEqualTo(200);
        assertThat(larger.<String>json("$.quantity")).isEqualTo("0.20000000");
        assertThat(trader.held("USD")).isEqualByComparingTo("9800");
        assertThat(trader.patch("/api/v1/orders/" + id, "{\"price\":\"48000\",\"quantity\":\"0.05\"}")
                        .status())
                .isEqualTo(200);
        assertThat(trader.held("USD")).isEqualByComparingTo("2400");
        Answer crossing = trader.patch("/api/v1/orders/" + id, "{\"price\":\"50000\"}");
        assertThat(crossing.<String>json("$.status")).as(crossing.body()).isEqualTo("FILLED");
        assertThat(trader.account("USD")).isEqualTo("97500.00000000/0.00000000");
        assertThat(trader.patch("/api/v1/orders/" + id, "{\"price\":\"50000\"}").<String>json("$.error_code"))
                .isEqualTo("ERR_ORDER_NOT_OPEN");
    }

    @Test
    void leavesAnOrderAsItWasWhenItsReplacementIsRefused() {
        String id = place("LIMIT", "BUY", "GTC", "\"price\":\"49000\",\"quantity\":\"0.1\",\"post_only\":true")
                .json("$.order_id");
        String before = trader.get("/api/v1/orders/" + id).body();
        Answer taking = trader.patch("/api/v1/orders/" + id, "{\"price\":\"50000\",\"quantity\":\"0.2\"}");
        assertThat(taking.status()).isEqualTo(409);
        assertThat(taking.<String>json("$.error_code")).isEqualTo("ERR_ORDER_REJECTED");
        assertThat(taking.<String>json("$.detail")).contains("POST_ONLY_WOULD_TAKE");
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
        Answer poor = trader.patch("/api/v1/orders/" + id, "{\"quantity\":\"500\"}");
        assertThat(poor.status()).as(poor.body()).isEqualTo(402);
        for (String body :
                List.of("{}", "{\"stop_price\":\"1\"}", "{\"display_quantity\":\"1\"}", "{\"price\":\"0.001\"}")) {
            assertThat(trader.patch("/api/v1/orders/" + id, body).status())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(trader.get("/api/v1/orders/" + id).body()).isEqualTo(before);
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
        assertThat(trader.patch("/api/v1/orders/999", "{\"price\":\"1\"}").status())
                .isEqualTo(404);
    }

    @Test
    void replacesWhatAStopAndAnIcebergHaveOfTheirOwn() {
        String stop = place("STOP", "BUY", "GTC", "\"stop_price\":\"51000\",\"quantity\":\"0.1\"")
                .json("$.order_id");
        Answer moved = trader.patch("/api/v1/orders/" + stop, "{\"stop_price\":\"51100\"}");
        assertThat(moved.<String>json("$.stop_price")).as(moved.body()).isEqualTo("51100.00000000");
        assertThat(moved.<String>json("$.status")).isEqualTo("PENDING_TRIGGER");
        assertThat(trader.held("USD")).isEqualByComparingTo("5365.5");
        String iceberg = place(
                        "ICEBERG",
                        "BUY",
                        "GTC",
                        "\"price\":\"49000\",\"quantity\":\"0.1\",\"display_quantity\":\"0.01\"")
                .json("$.order_id");
        assertThat(trader.patch("/api/v1/orders/" + iceberg, "{\"display_quantity\":\"0.02\"}")
                        .<String>json("$.display_quantity"))
                .isEqualTo("0.02000000");
    }

    @Test
    void previewsWithoutPlacing() {
        String body = "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"3\"}";
        Answer answer = trader.post("/api/v1/orders/preview", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.<String>json("$.hold_asset")).isEqualTo("USD");
        assertThat(answer.<Boolean>json("$.sufficient")).isFalse();
        assertThat(trader.get("/api/v1/orders").<List<Object>>json("$.items")).isEmpty();
    }

    @Test
    void listsFilteredPagesAndFindsByClientOrderId() {
        for (int i = 0; i < 5; i++) {
            place(
                    "LIMIT",
                    "BUY",
                    "GTC",
                    "\"price\":\"4900%d\",\"quantity\":\"0.01\",\"client_order_id\":\"c-%d\"".formatted(i, i));
        }
        place("MARKET", "BUY", "IOC", "\"quantity\":\"0.01\"");
        place("MARKET", "BUY", "IOC", "\"quantity\":\"0.02\"");
        assertThat(trader.get("/api/v1/orders?open=true").<List<Object>>json("$.items"))
                .hasSize(5);
        assertThat(trader.get("/api/v1/orders?status=filled&symbol=btc-usd").<List<Object>>json("$.items"))
                .hasSize(2);
        assertThat(trader.get("/api/v1/orders?side=SELL").<List<Object>>json("$.items"))
                .isEmpty();
        assertThat(trader.get("/api/v1/orders?from=2100-01-01T00:00:00Z").<List<Object>>json("$.items"))
                .isEmpty();
        Answer first = trader.get("/api/v1/orders?open=true&limit=3");
        String cursor = first.json("$.next_cursor");
        Answer second = trader.get("/api/v1/orders?open=true&limit=3&cursor=" + cursor);
        assertThat(second.<List<String>>json("$.items[*].client_order_id")).containsExactly("c-1", "c-0");
        assertThat(second.<String>json("$.next_cursor")).isNull();
        assertThat(trader.get("/api/v1/orders?limit=3&cursor=" + cursor).status())
                .isEqualTo(422);
        assertThat(trader.get("/api/v1/fills?cursor=" + cursor).<List<String>>json("$.errors[*].field"))
                .containsExactly("cursor");
        Answer fills = trader.get("/api/v1/fills?limit=1");
        assertThat(fills.<String>json("$.items[0].quantity")).isEqualTo("0.02000000");
        assertThat(fills.<String>json("$.items[0].liquidity")).isEqualTo("TAKER");
        Answer rest = trader.get("/api/v1/fills?limit=1&cursor=" + fills.<String>json("$.next_cursor"));
        assertThat(rest.<String>json("$.items[0].quantity")).isEqualTo("0.01000000");
        assertThat(trader.get("/api/v1/orders/by-client-id/c-3").<String>json("$.price"))
                .isEqualTo("49003.00000000");
        assertThat(trader.get("/api/v1/orders/by-client-id/none").status()).isEqualTo(404);
        Answer canceled = trader.delete("/api/v1/orders?side=SELL");
        assertThat(canceled.<List<Object>>json("$.items")).isEmpty();
    }

    private Answer place(String type, String side, String time, String terms) {
        return trader.place(
                "{\"symbol\":\"BTC-USD\",\"side\":\"%s\",\"type\":\"%s\",\"time_in_force\":\"%s\",%s}"
                        .formatted(side, type, time, terms),
                UUID.randomUUID().toString());
    }
}
