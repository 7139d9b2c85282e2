package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.PriceLevel;
import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simple buy, as its users know it. The demo user's printed example comes first, on untouched data. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExecuteIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    @Order(1)
    void showsTheDemoUsersMoneyBeforeTheFirstBuy() {
        Reply portfolio = platform.api().portfolio(1);

        assertThat(portfolio.status()).isEqualTo(200);
        assertThat(portfolio.text("total_valuation_usd")).isEqualTo("100000.00");
        assertThat(portfolio.text("/holdings/USD")).isEqualTo("100000.00000000");
    }

    @Test
    @Order(2)
    void buysOneBitcoinWithThePrintedNumbers() {
        new Consistency(platform).awaitRest();
        OrderBook before = platform.engineClient().book("BTC-USD");
        long firstEvent = platform.engineClient().lastSequence() + 1;

        Reply reply =
                platform.api().raw("/api/v1/trading/execute", """
                        {"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"1.0"}""", "application/json", "X-Idempotency-Key", key());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("status")).isEqualTo("ORDER_FILLED");
        assertThat(reply.text("symbol")).isEqualTo("BTC");
        assertThat(reply.text("quantity_filled")).isEqualTo("1.0");
        assertThat(reply.text("execution_price")).isEqualTo("50000.00000000");
        assertThat(reply.text("total_cost")).isEqualTo("50000.00000000");
        assertThat(reply.text("paid_with")).isEqualTo("USD");
        assertThat(reply.text("remaining_balance")).isEqualTo("50000.00000000");
        assertThat(Instant.parse(reply.text("executed_at")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(reply.text("executed_by_thread")).isNotBlank();

        Reply portfolio = platform.api().portfolio(1);
        assertThat(portfolio.text("total_valuation_usd")).isEqualTo("100000.00");
        assertThat(portfolio.text("/holdings/USD")).isEqualTo("50000.00000000");
        assertThat(portfolio.text("/holdings/BTC")).isEqualTo("1.00000000");

        new Consistency(platform).awaitRestAndCheck();
        assertThat(platform.engineClient().top("BTC-USD").getLastTradePrice()).startsWith("50000");
        assertThat(platform.engineClient()
                        .events(firstEvent, platform.engineClient().lastSequence()))
                .as("the trade on the book")
                .anyMatch(event ->
                        event.getExecutionType() == ExecutionType.EXECUTION_TRADE && event.getAccountId() == 1);
        Awaitility.await("the house's quotes are whole again")
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    OrderBook after = platform.engineClient().book("BTC-USD");
                    assertThat(levels(after.getAsksList())).isEqualTo(levels(before.getAsksList()));
                    assertThat(levels(after.getBidsList())).isEqualTo(levels(before.getBidsList()));
                });
    }

    private static List<String> levels(List<PriceLevel> side) {
        return side.stream()
                .map(level -> level.getQuantity() + " @ " + level.getPrice())
                .toList();
    }

    @Test
    void showsTheBookOverRestAsTheEngineHasIt() {
        new Consistency(platform).awaitRest();
        Reply rest = platform.api().get("/api/v1/market/BTC-USD/book?depth=5");
        OrderBook book = platform.engineClient().book("BTC-USD");

        assertThat(rest.status()).as(rest.body()).isEqualTo(200);
        assertThat(rest.text("symbol")).isEqualTo("BTC-USD");
        assertThat(rest.json().at("/asks/0/0").asString()).isEqualTo("50000.00");
        assertThat(rest.json().at("/bids/0/0").asString()).isEqualTo("49999.99");
        assertThat(new java.math.BigDecimal(rest.json().at("/asks/0/1").asString()))
                .isEqualByComparingTo(book.getAsks(0).getQuantity());
    }

    @Test
    void takesAJsonNumberAsItsDecimalText() {
        Api.User user = platform.api().register();

        Reply reply = user.api()
                .raw("/api/v1/trading/execute", """
                        {"user_id":%d,"symbol":" btc ","pay_with":"usd","quantity":0.10}""".formatted(user.id()), "application/json", "Idempotency-Key", key());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("symbol")).isEqualTo("BTC");
        assertThat(reply.text("quantity_filled")).isEqualTo("0.10");
        assertThat(reply.text("total_cost")).isEqualTo("5000.00000000");
    }

    @Test
    void chargesTheSmallestQuantityExactly() {
        Api.User user = platform.api().register();

        Reply reply = user.api().execute(user.id(), "BTC", "0.00000001", key());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("total_cost")).isEqualTo("0.00050000");
        assertThat(reply.text("remaining_balance")).isEqualTo("99999.99950000");
        assertThat(user.api().balance("BTC", "total")).isEqualTo("0.00000001");
        assertThat(user.api().portfolio(user.id()).text("/holdings/BTC")).isEqualTo("0.00000001");
        assertThat(user.api().orders().toString()).doesNotContain("E-8");
    }

    @Test
    void asksForAnIdempotencyKey() {
        Reply reply = platform.api().raw("/api/v1/trading/execute", """
                        {"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"1.0"}""", "application/json");

        assertProblem(reply, 400, "ERR_IDEMPOTENCY_REQUIRED");
    }

    @Test
    void refusesWhatTheMoneyDoesNotCover() {
        Api.User user = platform.api().register();

        Reply reply = user.api().execute(user.id(), "BTC", "3.0", key());

        assertProblem(reply, 402, "ERR_LIQUIDITY");
        assertUntouched(user);
    }

    @Test
    void refusesUnknownAssets() {
        Api.User user = platform.api().register();

        assertProblem(user.api().execute(user.id(), "DOGE", "1.0", key()), 404, "ERR_ASSET_NOT_FOUND");
        Reply unknownMoney = user.api()
                .raw(
                        "/api/v1/trading/execute",
                        """
                        {"user_id":%d,"symbol":"BTC","pay_with":"XXX","quantity":"1"}""".formatted(user.id()),
                        "application/json",
                        "X-Idempotency-Key",
                        key());
        assertProblem(unknownMoney, 404, "ERR_ASSET_NOT_FOUND");
        Reply noSuchMarket = user.api()
                .raw(
                        "/api/v1/trading/execute",
                        """
                        {"user_id":%d,"symbol":"SOL","pay_with":"ETH","quantity":"1"}""".formatted(user.id()),
                        "application/json",
                        "X-Idempotency-Key",
                        key());
        assertProblem(noSuchMarket, 404, "ERR_INSTRUMENT_NOT_FOUND");
        assertUntouched(user);
    }

    @Test
    void keepsUsersApart() {
        Api.User user = platform.api().register();

        assertThat(platform.api().execute(user.id(), "BTC", "1", key()).status())
                .as("without credentials")
                .isEqualTo(401);
        assertThat(user.api().execute(1, "BTC", "1", key()).status())
                .as("as another user")
                .isEqualTo(403);
        assertThat(platform.api().portfolio(user.id()).status()).isEqualTo(401);
        assertThat(user.api().portfolio(1).status()).isEqualTo(403);
        assertUntouched(user);
    }

    @Test
    void givesAnUnknownUserAnEmptyPortfolio() {
        Reply portfolio = platform.api().portfolio(987654);

        assertThat(portfolio.status()).isEqualTo(200);
        assertThat(portfolio.text("total_valuation_usd")).isEqualTo("0.00");
        assertThat(portfolio.json().path("holdings").size()).isZero();
    }

    static Stream<Arguments> wrongQuantities() {
        return Stream.of(
                        "\"-1\"",
                        "-1",
                        "0",
                        "\"0\"",
                        "\"0.00000000\"",
                        "\"abc\"",
                        "\"\"",
                        "\" \"",
                        "1e400",
                        "\"1e400\"",
                        "1E2",
                        "\"1E-3\"",
                        "NaN",
                        "\"NaN\"",
                        "\"Infinity\"",
                        "\"0x10\"",
                        "\"0.123456789\"",
                        "0.123456789",
                        "\"1,5\"",
                        "\"\u0661\"",
                        "null",
                        "true",
                        "[1]",
                        "{}",
                        "\"" + "9".repeat(400) + "\"",
                        "9".repeat(400),
                        "\"1.\"",
                        "\".5\"")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("wrongQuantities")
    void refusesWrongQuantitiesAndNamesTheField(String quantity) {
        Api.User user = platform.api().register();

        Reply reply = user.api()
                .raw(
                        "/api/v1/trading/execute",
                        """
                        {"user_id":%d,"symbol":"BTC","pay_with":"USD","quantity":%s}""".formatted(user.id(), quantity),
                        "application/json",
                        "X-Idempotency-Key",
                        key());

        assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
        if (!quantity.equals("NaN")) { // Not JSON at all.
            assertProblem(reply, 422, "ERR_VALIDATION");
            assertThat(reply.wrongFields()).contains("quantity");
            assertThat(reply.json().at("/errors/0/rule").asString()).isNotBlank();
            assertThat(reply.json().at("/errors/0/message").asString()).isNotBlank();
        }
        assertUntouched(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id", "symbol", "pay_with", "quantity"})
    void refusesAMissingFieldAndNamesIt(String field) {
        Api.User user = platform.api().register();
        String body = """
                {"user_id":%d,"symbol":"BTC","pay_with":"USD","quantity":"1"}""".formatted(user.id()).replace('"' + field + '"', "\"left_out\"");

        Reply reply = user.api().raw("/api/v1/trading/execute", body, "application/json", "X-Idempotency-Key", key());

        assertProblem(reply, 422, "ERR_VALIDATION");
        assertThat(reply.wrongFields()).contains(field);
        assertUntouched(user);
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("empty", "", "application/json", 400),
                Arguments.of("blank", "  ", "application/json", 400),
                Arguments.of("cut off", "{\"user_id\":1,", "application/json", 400),
                Arguments.of("no object", "[]", "application/json", 400),
                Arguments.of("text", "hello", "application/json", 400),
                Arguments.of("form", "user_id=1&symbol=BTC", "application/x-www-form-urlencoded", 415),
                Arguments.of(
                        "plain",
                        "{\"user_id\":1,\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"1\"}",
                        "text/plain",
                        415),
                Arguments.of("xml", "<order/>", "application/xml", 415),
                Arguments.of("one megabyte", "{\"symbol\":\"" + "B".repeat(1 << 20) + "\"}", "application/json", 413));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBodies")
    void refusesBodiesThatAreNoRequest(String what, String body, String contentType, int status) {
        String before = platform.api().portfolio(1).json().path("holdings").toString();

        Reply reply = platform.api().raw("/api/v1/trading/execute", body, contentType, "X-Idempotency-Key", key());

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.text("error_code")).isNotBlank();
        assertThat(reply.text("detail")).isNotBlank();
        assertThat(platform.api().portfolio(1).json().path("holdings").toString())
                .isEqualTo(before);
    }

    @Test
    void listsAssetsWithPlainPrices() {
        Reply assets = platform.api().get("/api/v1/trading/assets");

        assertThat(assets.status()).isEqualTo(200);
        assertThat(assets.body())
                .contains(
                        "\"BTC\"",
                        "\"50000.00000000\"",
                        "\"ETH\"",
                        "\"3000.00000000\"",
                        "\"SOL\"",
                        "\"100.00000000\"",
                        "\"USD\"",
                        "\"1.00000000\"");
    }

    private static void assertProblem(Reply reply, int status, String errorCode) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.text("error_code")).isEqualTo(errorCode);
        for (String field : new String[] {
            "type", "title", "status", "detail", "instance", "message", "timestamp", "request_id", "retryable"
        }) {
            assertThat(reply.json().has(field)).as("%s in %s", field, reply).isTrue();
        }
        assertThat(reply.body()).doesNotContainIgnoringCase("exception", "select ", "\tat ");
    }

    private static void assertUntouched(Api.User user) {
        assertThat(user.api().balance("USD", "total")).isEqualTo("100000.00000000");
        assertThat(user.api().balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(platform.database().count("select count(*) from orders where user_id = ?", user.id()))
                .isZero();
    }
}
