package io.hft.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.Http.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A user who has just registered, with the sandbox's money: talks over real HTTP, and is looked at in the database. */
public final class Trader {
    private final Http http;
    private final JdbcClient jdbc;
    private final long userId;
    private final String authorization;

    private Trader(Http http, JdbcClient jdbc, long userId, String authorization) {
        this.http = http;
        this.jdbc = jdbc;
        this.userId = userId;
        this.authorization = authorization;
    }

    /** A new user, under a name that nobody had. */
    public static Trader register(Http http, JdbcClient jdbc) {
        return register(http, jdbc, "u" + UUID.randomUUID().toString().substring(0, 12));
    }

    /** A new user with the role of an operator, which nobody gets over HTTP. */
    public static Trader operator(Http http, JdbcClient jdbc) {
        String name = "o" + UUID.randomUUID().toString().substring(0, 12);
        Trader registered = register(http, jdbc, name);
        jdbc.sql("update users set roles = '{ADMIN}' where user_id = ?")
                .param(registered.userId)
                .update();
        Answer login = http.postJson(
                "/api/v1/auth/login", "{\"username\":\"%s\",\"password\":\"correct horse battery\"}".formatted(name));
        return new Trader(http, jdbc, registered.userId, "Bearer " + login.<String>json("$.access_token"));
    }

    private static Trader register(Http http, JdbcClient jdbc, String name) {
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        return new Trader(
                http,
                jdbc,
                registered.<Number>json("$.user_id").longValue(),
                "Bearer " + registered.<String>json("$.access_token"));
    }

    public long userId() {
        return userId;
    }

    /** Of the header of that name. */
    public String authorization() {
        return authorization;
    }

    public Answer get(String path) {
        return http.get(path, "Authorization", authorization);
    }

    public Answer delete(String path) {
        return http.send("DELETE", path, null, false, "Authorization", authorization);
    }

    public Answer post(String path, String json, String... headers) {
        return http.postJson(path, json, authorized(headers));
    }

    public Answer patch(String path, String json, String... headers) {
        return send("PATCH", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return send("PUT", path, json, headers);
    }

    private Answer send(String method, String path, String json, String... headers) {
        String[] all = authorized(headers);
        List<String> withType = new ArrayList<>(List.of(all));
        withType.addAll(List.of("Content-Type", "application/json"));
        return http.send(method, path, json.getBytes(StandardCharsets.UTF_8), false, withType.toArray(String[]::new));
    }

    /** Places an order; the key may be null where the order has a client order id. */
    public Answer place(String json, @Nullable String key) {
        return key == null ? post("/api/v1/orders", json) : post("/api/v1/orders", json, "Idempotency-Key", key);
    }

    /** Balance and held, as {@code 100.00000000/0.00000000}; {@code none} where there is no account. */
    public String account(String asset) {
        return jdbc.sql("select balance || '/' || held from ledger_accounts where owner_id = ? and asset = ?")
                .params(userId, asset)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    /** What is held of the asset. */
    public BigDecimal held(String asset) {
        return jdbc.sql("select coalesce(sum(held), 0) from ledger_accounts where owner_id = ? and asset = ?")
                .params(userId, asset)
                .query(BigDecimal.class)
                .single();
    }

    /** Rows of the table that are this user's. */
    public long rows(String table) {
        return jdbc.sql("select count(*) from " + table + " where user_id = ?")
                .param(userId)
                .query(Long.class)
                .single();
    }

    private String[] authorized(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", authorization));
        return all.toArray(String[]::new);
    }
}
