package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.Http;
import io.hft.backend.support.Markets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The people of the walks: an owner who has something of everything (orders, fills, money, an API key), whoever traded with him, and what the variables of
 * {@link ApiTable} stand for. Needs an exchange with deposits on, with or without a house.
 */
final class ApiCast {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");
    /** Tables with rows of a user's, and the column that names him. */
    private static final Map<String, String> TABLES_OF_USERS = Map.of(
            "users", "user_id",
            "sessions", "user_id",
            "refresh_tokens", "user_id",
            "api_keys", "user_id",
            "orders", "user_id",
            "fills", "user_id",
            "cancel_all_after", "user_id",
            "ledger_accounts", "owner_id");

    private final Http http;
    private final JdbcClient jdbc;
    private final Member maker;
    private final Member owner;
    private final Map<String, Supplier<String>> variables = new TreeMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    ApiCast(Http http, JdbcClient jdbc) {
        this.http = http;
        this.jdbc = jdbc;
        Markets.awaitOpen(http);
        maker = Member.register(http);
        owner = Member.register(http);
        maker.done(ApiRequest.post("/api/v1/deposits", "{\"asset\":\"BTC\",\"amount\":\"10\"}"));
        owner.done(ApiRequest.post("/api/v1/deposits", "{\"asset\":\"USD\",\"amount\":\"234567.89012345\"}"));
        maker.done(order("SELL", "49999.99", "0.01222222", "maker-order"));
        maker.done(order("SELL", "49999.99", "0.01123456", "maker-order-too"));
        String filled = owner.done(order("BUY", "49999.99", "0.02345678", owner.name() + "-filled"))
                .json("$.order_id");
        String resting = owner.done(order("BUY", "46000", "0.00123457", owner.name() + "-resting"))
                .json("$.order_id");
        await().atMost(PATIENCE).until(() -> owner.done(ApiRequest.get("/api/v1/fills?order_id=" + filled))
                .body()
                .contains("0.01123456"));
        String keyId = owner.newKey(owner.name() + "-key", "\"read\",\"trade\"").json("$.key_id");

        variables.put("symbol", () -> "BTC-USD");
        variables.put("user_id", () -> Long.toString(owner.userId()));
        variables.put("order_id", () -> resting);
        variables.put("filled_order_id", () -> filled);
        variables.put("client_order_id", () -> owner.name() + "-resting");
        variables.put("key_id", () -> keyId);
        variables.put("new_name", Member::freshName);
        variables.put("other_name", maker::name);
        variables.put("refresh_token", () -> maker.login().refreshToken());
        variables.put("suspended_name", this::suspendedName);
        variables.put("password", () -> Member.PASSWORD);
        secrets.addAll(List.of(owner.name(), filled, resting, keyId, "0.02345678", "0.00123457", "0.01123456"));
        List<String> totals =
                owner.done(ApiRequest.get("/api/v1/balances")).json("$[?(@.total != '0.00000000')].total");
        assertThat(totals).hasSizeGreaterThanOrEqualTo(2);
        secrets.addAll(totals);
    }

    static ApiRequest order(String side, String price, String quantity, String clientOrderId) {
        return ApiRequest.post("/api/v1/orders", """
                {"symbol":"BTC-USD","side":"%s","type":"LIMIT","price":"%s","quantity":"%s","client_order_id":"%s"}
                """.formatted(side, price, quantity, clientOrderId));
    }

    /** Whom the owner has bought from. */
    Member maker() {
        return maker;
    }

    Member owner() {
        return owner;
    }

    private String suspendedName() {
        Member suspended = Member.register(http);
        jdbc.sql("update users set suspended_at = now() where user_id = ?")
                .param(suspended.userId())
                .update();
        return suspended.name();
    }

    /** Texts that stand in answers to the owner, and in nobody else's. */
    Set<String> secrets() {
        return secrets;
    }

    /** The request of an entry, about what is the owner's. */
    ApiRequest request(ApiTable.Entry entry) {
        return new ApiRequest(
                entry.method(), filled(entry.path() + entry.query()), filled(entry.body()), entry.keyed());
    }

    private String filled(String template) {
        Matcher matcher = VARIABLE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            Supplier<String> value = variables.get(matcher.group(1));
            assertThat(value)
                    .as("ApiCast says what {" + matcher.group(1) + "} stands for")
                    .isNotNull();
            matcher.appendReplacement(text, Matcher.quoteReplacement(value.get()));
        }
        return matcher.appendTail(text).toString();
    }

    /** Every row that is the owner's. */
    String rowsOfTheOwner() {
        StringBuilder rows = new StringBuilder();
        new TreeMap<>(TABLES_OF_USERS).forEach((table, column) -> jdbc.sql(
                        "select t::text from " + table + " t where " + column + " = ? order by t::text")
                .param(owner.userId())
                .query(String.class)
                .list()
                .forEach(row -> rows.append(table).append(row).append('\n')));
        return rows.toString();
    }
}
