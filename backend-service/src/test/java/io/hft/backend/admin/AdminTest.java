package io.hft.backend.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.Trader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators do, as they do it, and what traders notice of it. */
@EngineTest
class AdminTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, String> DOGE = Map.of(
            "base_asset", "\"DOGE\"",
            "quote_asset", "\"USD\"",
            "tick_size", "\"0.00001\"",
            "lot_size", "\"1\"",
            "max_quantity", "\"1000000\"",
            "reference_price", "\"0.1\"",
            "price_band_basis_points", "1000");

    @LocalServerPort
    private int port;

    @Autowired
    private TestEngine engine;

    @Autowired
    private JdbcClient jdbc;

    private Http http;
    private Trader operator;
    private Trader trader;

    @BeforeEach
    void register() {
        http = new Http(port);
        Markets.awaitHouse(http);
        operator = Trader.operator(http, jdbc);
        trader = Trader.register(http, jdbc);
    }

    @Test
    void opensAMarketThatIsTradedAndSettledAtOnce() {
        Answer opened = operator.put("/api/v1/admin/instruments/doge-usd", market("0.10"));
        assertThat(opened.status()).as(opened.body()).isEqualTo(200);
        assertThat(opened.<String>json("$.symbol")).isEqualTo("DOGE-USD");
        assertThat(opened.<String>json("$.trading_state")).isEqualTo("TRADING");
        assertThat(http.get("/api/v1/instruments").<List<String>>json("$[*].symbol"))
                .contains("DOGE-USD");
        // The house quotes it, as any market against USD.
        await().atMost(PATIENCE).until(() -> !http.get("/api/v1/market/DOGE-USD/book")
                .<List<Object>>json("$.asks")
                .isEmpty());
        Answer bought = buy("DOGE-USD", "100");
        assertThat(bought.<String>json("$.status")).as(bought.body()).isEqualTo("FILLED");
        assertThat(bought.<String>json("$.average_price")).isEqualTo("0.10000000");
        assertThat(trader.account("DOGE")).isEqualTo("100.00000000/0.00000000");
        assertThat(trader.account("USD")).isEqualTo("99990.00000000/0.00000000");
        Markets.assertLedgerSumsToZero(jdbc);

        Answer again = operator.put("/api/v1/admin/instruments/DOGE-USD", market("0.10"));
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        Answer otherGrid = operator.put(
                "/api/v1/admin/instruments/DOGE-USD", market("0.10").replace("0.00001", "0.0001"));
        assertThat(otherGrid.status()).as(otherGrid.body()).isEqualTo(422);
        assertThat(otherGrid.<String>json("$.errors[0].field")).isEqualTo("tick_size");
        Answer smaller = operator.put(
                "/api/v1/admin/instruments/DOGE-USD", market("0.10").replace("1000000", "50"));
        assertThat(smaller.<String>json("$.max_quantity")).isEqualTo("50");
        Answer tooLarge = buy("DOGE-USD", "100");
        assertThat(tooLarge.status()).as(tooLarge.body()).isEqualTo(422);
        assertThat(tooLarge.<String>json("$.errors[0].rule")).isEqualTo("max_quantity");
    }

    @Test
    void haltsAMarketAndResumesIt() {
        String order = place("49000").json("$.order_id");
        Answer halted = tradingState("HALTED");
        assertThat(halted.status()).as(halted.body()).isEqualTo(200);
        assertThat(halted.<String>json("$.trading_state")).isEqualTo("HALTED");
        try {
            assertThat(place("49001").<String>json("$.reject_reason")).isEqualTo("INSTRUMENT_HALTED");
            assertThat(tradingState("CANCEL_ONLY").<String>json("$.trading_state"))
                    .isEqualTo("CANCEL_ONLY");
            engine.stop();
            Answer away = tradingState("TRADING");
            assertThat(away.status()).as(away.body()).isEqualTo(503);
            assertThat(away.<String>json("$.error_code")).isEqualTo("ERR_ENGINE_UNAVAILABLE");
            engine.start();
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                            operator.get("/api/v1/admin/instruments")
                                    .<List<String>>json("$.items[?(@.symbol=='BTC-USD')].trading_state"))
                    .as("after a restart")
                    .containsExactly("CANCEL_ONLY"));
            assertThat(trader.delete("/api/v1/orders/" + order).<String>json("$.status"))
                    .isEqualTo("CANCELED");
        } finally {
            assertThat(tradingState("TRADING").status()).isEqualTo(200);
        }
        assertThat(place("49002").<String>json("$.status")).isEqualTo("NEW");
        assertThat(audited("market.trading_state_done")).contains("market BTC-USD");
    }

    @Test
    void stopsAUserAndLetsHimGoOn() {
        String open = place("49000").json("$.order_id");
        Answer engaged = killSwitch("true", ",\"cancel_open_orders\":true");
        assertThat(engaged.status()).as(engaged.body()).isEqualTo(200);
        assertThat(engaged.<Integer>json("$.canceled_orders")).isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        trader.get("/api/v1/orders/" + open).<String>json("$.status"))
                .isEqualTo("CANCELED"));
        assertThat(trader.held("USD")).isZero();
        assertThat(place("49001").<String>json("$.reject_reason")).isEqualTo("ACCOUNT_KILL_SWITCH_ENGAGED");
        assertThat(trader.held("USD")).isZero();
        assertThat(operator.get("/api/v1/admin/kill-switch")
                        .<List<String>>json("$.items[?(@.user_id==" + trader.userId() + ")].reason"))
                .containsExactly("test");
        Trader other = Trader.register(http, jdbc);
        assertThat(other.place(limit("49000"), null).<String>json("$.status")).isEqualTo("NEW");

        assertThat(killSwitch("false", "").<Boolean>json("$.engaged")).isFalse();
        assertThat(place("49002").<String>json("$.status")).isEqualTo("NEW");
        assertThat(operator.get("/api/v1/admin/kill-switch")
                        .<List<Object>>json("$.items[?(@.user_id==" + trader.userId() + ")]"))
                .isEmpty();
        assertThat(audited("risk.kill_switch_engage_done")).contains("user " + trader.userId());
    }

    @Test
    void limitsAUserInTheEngineOverRestarts() {
        Answer set = operator.put(
                "/api/v1/admin/risk-limits",
                "{\"user_id\":%d,\"symbol\":\"BTC-USD\",\"max_quantity\":\"0.05\"}".formatted(trader.userId()));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(place("49000").<String>json("$.reject_reason")).isEqualTo("MAX_QUANTITY_EXCEEDED");
        engine.stop();
        engine.start();
        // The same order again and again, until the engine is back.
        String order = limit("49000");
        await().atMost(PATIENCE).until(() -> trader.place(order, null).status() == 201);
        assertThat(trader.place(order, null).<String>json("$.reject_reason")).isEqualTo("MAX_QUANTITY_EXCEEDED");
        assertThat(operator.get("/api/v1/admin/risk-limits")
                        .<List<String>>json("$.items[?(@.user_id==" + trader.userId() + ")].max_quantity"))
                .containsExactly("0.05");
        operator.put("/api/v1/admin/risk-limits", "{\"user_id\":%d,\"symbol\":\"BTC-USD\"}".formatted(trader.userId()));
        assertThat(place("49000").<String>json("$.status")).isEqualTo("NEW");
        assertThat(trader.held("USD")).isEqualByComparingTo("4900");
    }

    @Test
    void takesASnapshot() {
        Answer taken = operator.post("/api/v1/admin/snapshots", "{}");
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        assertThat(taken.<Number>json("$.command_sequence").longValue()).isPositive();
        assertThat(taken.<String>json("$.state_hash")).hasSize(16);
        assertThat(audited("engine.snapshot_done")).contains("shard 0");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            # path | field | its value | the field that the answer names
            instruments/XRP-USD | tick_size | "0.000000001" | tick_size
            instruments/XRP-USD | tick_size | "12345678901234567890123456" | tick_size
            instruments/XRP-USD | lot_size | "-1" | lot_size
            instruments/XRP-USD | lot_size | "0" | lot_size
            instruments/XRP-USD | max_quantity | "0.5" | max_quantity
            instruments/XRP-USD | reference_price | "0.000001" | reference_price
            instruments/XRP-USD | base_asset | "?" | base_asset
            instruments/XRP-USD | base_asset | "USD" | quote_asset
            instruments/XRP-USD | price_band_basis_points | -1 | price_band_basis_points
            instruments/XRP-USD | shard | 7 | shard
            instruments/XRP-USD | trading_state | "OPEN" | trading_state
            instruments/XRP%20USD | shard | 0 | symbol
            instruments/BTC-USD/trading-state | trading_state | "ASLEEP" | trading_state
            instruments/BTC-USD/trading-state | reason | "" | reason
            kill-switch | engaged | null | engaged
            kill-switch | cancel_open_orders | true | cancel_open_orders
            kill-switch | reason | null | reason
            risk-limits | max_quantity | "1" | max_quantity
            risk-limits | max_open_orders | -1 | max_open_orders
            """)
    void refusesWhatBreaksARuleByName(String path, String field, String value, String named) {
        Map<String, String> fields = new LinkedHashMap<>(
                path.contains("trading-state")
                        ? Map.of("trading_state", "\"HALTED\"", "reason", "\"test\"")
                        : path.startsWith("instruments")
                                ? DOGE
                                : path.startsWith("kill")
                                        ? Map.of("engaged", "false", "reason", "\"test\"")
                                        : Map.of("user_id", "1"));
        fields.put(field, value);
        String json = json(fields);
        Answer answer = operator.put("/api/v1/admin/" + path, json);
        assertThat(answer.status()).as(json + answer.body()).isEqualTo(422);
        assertThat(answer.<List<String>>json("$.errors[*].field")).contains(named);
    }

    @Test
    void isForOperatorsOnly() {
        assertThat(trader.put("/api/v1/admin/kill-switch", "{\"engaged\":true,\"reason\":\"me\"}")
                        .status())
                .isEqualTo(403);
        Answer nobody = http.send(
                "PUT",
                "/api/v1/admin/kill-switch",
                "{\"engaged\":true,\"reason\":\"me\"}".getBytes(StandardCharsets.UTF_8),
                false,
                "Content-Type",
                "application/json");
        assertThat(nobody.status()).as("also in the sandbox").isEqualTo(401);
        assertThat(operator.put("/api/v1/admin/kill-switch", "{\"engaged\":true,\"reason\":\"x\",\"user_id\":999999}")
                        .<String>json("$.error_code"))
                .isEqualTo("ERR_USER_NOT_FOUND");
        assertThat(operator.put(
                                "/api/v1/admin/instruments/NONE-USD/trading-state",
                                "{\"trading_state\":\"HALTED\",\"reason\":\"test\"}")
                        .<String>json("$.error_code"))
                .isEqualTo("ERR_INSTRUMENT_NOT_FOUND");
    }

    /** Every command of docs/api/admin.md. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void worksAsPrinted() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "api", "admin.md"));
        List<String> commands = Pattern.compile("^curl .*$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            ProcessBuilder shell = new ProcessBuilder("bash", "-euc", command).redirectErrorStream(true);
            shell.environment().put("URL", "http://127.0.0.1:" + port);
            shell.environment().put("TOKEN", operator.authorization().substring("Bearer ".length()));
            Process curl = shell.start();
            String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(curl.exitValue()).as(command + "\n" + output).isZero();
            assertThat(output).as(command).startsWith("{").doesNotContain("error_code");
        }
    }

    private Answer tradingState(String state) {
        return operator.put(
                "/api/v1/admin/instruments/BTC-USD/trading-state",
                "{\"trading_state\":\"" + state + "\",\"reason\":\"test\"}");
    }

    private Answer killSwitch(String engaged, String more) {
        return operator.put(
                "/api/v1/admin/kill-switch",
                "{\"engaged\":%s,\"user_id\":%d,\"reason\":\"test\"%s}".formatted(engaged, trader.userId(), more));
    }

    private List<String> audited(String action) {
        return operator.get("/api/v1/admin/audit?action=" + action).json("$.items[*].target");
    }

    private Answer buy(String symbol, String quantity) {
        return trader.place(
                "{\"symbol\":\"%s\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"time_in_force\":\"IOC\",\"price\":\"0.105\",\"quantity\":\"%s\"}"
                        .formatted(symbol, quantity),
                UUID.randomUUID().toString());
    }

    private Answer place(String price) {
        return trader.place(limit(price), null);
    }

    private static String limit(String price) {
        return "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"%s\",\"quantity\":\"0.1\",\"client_order_id\":\"%s\"}"
                .formatted(price, UUID.randomUUID());
    }

    private static String market(String price) {
        Map<String, String> fields = new LinkedHashMap<>(DOGE);
        fields.put("reference_price", "\"" + price + "\"");
        return json(fields);
    }

    private static String json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
