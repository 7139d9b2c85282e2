package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@BackendTest
class ApiKeysTest {
    private static final String KEYS = "/api/v1/auth/api-keys";
    private static final String BALANCES = "/api/v1/balances";
    private static final String ORDERS = "/api/v1/orders";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Http http;
    private Members members;
    private Answer owner;

    @BeforeEach
    void connect() {
        http = new Http(port);
        members = new Members(http);
        owner = members.register(Members.freshName());
    }

    @Test
    void signsRequestsWithPathQueryAndBody() {
        SignedRequests bot = SignedRequests.of(http, members.apiKey(owner, "[\"read\",\"trade\"]"));
        Answer balances = bot.get(BALANCES);
        assertThat(balances.status()).as(balances.body()).isEqualTo(200);
        assertThat(balances.body())
                .isEqualTo(http.get(BALANCES, Members.bearer(owner)).body());
        assertThat(bot.get(ORDERS + "?symbol=BTC-USD&limit=5").status()).isEqualTo(200);
        // Past the security: a key of idempotency is missing.
        assertThat(bot.send("POST", ORDERS, "{\"symbol\":\"BTC-USD\"}").status())
                .isEqualTo(400);
    }

    @Test
    void showsTheSecretOnceAndKeepsItEncrypted() {
        Answer created = members.apiKey(owner, "[\"read\"]");
        String secret = created.json("$.secret");
        Answer list = http.get(KEYS, Members.bearer(owner));
        assertThat(list.<List<String>>json("$.items[*].key_id")).containsExactly(created.<String>json("$.key_id"));
        assertThat(list.body()).doesNotContain(secret, "secret");
        assertThat(jdbc.sql("select position(convert_to(?, 'UTF8') in secret) from api_keys where key_id = ?")
                        .params(secret, created.<String>json("$.key_id"))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void refusesWhatWasTamperedWith() {
        SignedRequests bot = SignedRequests.of(http, members.apiKey(owner, "[\"read\",\"trade\"]"));
        long now = System.currentTimeMillis();
        String body = "{\"symbol\":\"BTC-USD\"}";
        List<String> headers = bot.headers(now, null, "POST", ORDERS, body);
        expect(bot.send("POST", ORDERS, "{\"symbol\":\"ETH-USD\"}", headers), 401, "ERR_BAD_SIGNATURE");
        expect(bot.send("POST", ORDERS + "?x=1", body, headers), 401, "ERR_BAD_SIGNATURE");
        expect(bot.send("POST", "/api/v1/trading/execute", body, headers), 401, "ERR_BAD_SIGNATURE");
        expect(bot.send("DELETE", ORDERS, "", bot.headers(now, null, "GET", ORDERS, "")), 401, "ERR_BAD_SIGNATURE");
        expect(
                bot.send("GET", ORDERS + "?limit=2", "", bot.headers(now, null, "GET", ORDERS + "?limit=1", "")),
                401,
                "ERR_BAD_SIGNATURE");

        List<String> later = new ArrayList<>(headers);
        later.set(3, Long.toString(now + 1));
        expect(bot.send("POST", ORDERS, body, later), 401, "ERR_BAD_SIGNATURE");
        List<String> longer = new ArrayList<>(headers);
        longer.addAll(List.of("X-Api-Recv-Window", "60000"));
        expect(bot.send("POST", ORDERS, body, longer), 401, "ERR_BAD_SIGNATURE");
        for (String signature : new String[] {"", "zz", "00", "0".repeat(64)}) {
            List<String> wrong = new ArrayList<>(headers);
            wrong.set(5, signature);
            expect(bot.send("POST", ORDERS, body, wrong), 401, "ERR_BAD_SIGNATURE");
        }
        assertThat(bot.send("POST", ORDERS, body, headers).status())
                .as("the real one, after all that")
                .isEqualTo(400);
    }

    @Test
    void refusesTheSameRequestAgain() {
        SignedRequests bot = SignedRequests.of(http, members.apiKey(owner, "[\"read\"]"));
        List<String> headers = bot.headers(System.currentTimeMillis(), null, "GET", BALANCES, "");
        assertThat(bot.send("GET", BALANCES, "", headers).status()).isEqualTo(200);
        expect(bot.send("GET", BALANCES, "", headers), 401, "ERR_REPLAYED");
        List<String> upperCase = new ArrayList<>(headers);
        upperCase.set(5, headers.get(5).toUpperCase());
        expect(bot.send("GET", BALANCES, "", upperCase), 401, "ERR_REPLAYED");
    }

    @Test
    void refusesWhatWasSignedTooEarlyOrTooLate() {
        SignedRequests bot = SignedRequests.of(http, members.apiKey(owner, "[\"read\"]"));
        long now = System.currentTimeMillis();
        expect(
                bot.send("GET", BALANCES, "", bot.headers(now - 5_500, null, "GET", BALANCES, "")),
                401,
                "ERR_OUTSIDE_WINDOW");
        expect(
                bot.send("GET", BALANCES, "", bot.headers(now + 60_000, null, "GET", BALANCES, "")),
                401,
                "ERR_OUTSIDE_WINDOW");
        expect(
                bot.send("GET", BALANCES, "", bot.headers(now - 500, "100", "GET", BALANCES, "")),
                401,
                "ERR_OUTSIDE_WINDOW");
        assertThat(bot.send("GET", BALANCES, "", bot.headers(now - 6_000, "30000", "GET", BALANCES, ""))
                        .status())
                .isEqualTo(200);
        for (String window : new String[] {"0", "60001", "-1", "x", "99999999999"}) {
            expect(
                    bot.send("GET", BALANCES, "", bot.headers(now, window, "GET", BALANCES, "")),
                    401,
                    "ERR_OUTSIDE_WINDOW");
        }
        List<String> seconds = bot.headers(now / 1000, null, "GET", BALANCES, "");
        expect(bot.send("GET", BALANCES, "", seconds), 401, "ERR_OUTSIDE_WINDOW");
        assertThat(http.get(BALANCES, "X-Api-Key", "hft_" + "x".repeat(24)).<String>json("$.error_code"))
                .isEqualTo("ERR_OUTSIDE_WINDOW");
    }

    @Test
    void letsAKeyDoWhatItsScopesSayAndNoMore() {
        SignedRequests reader = SignedRequests.of(http, members.apiKey(owner, "[\"read\"]"));
        SignedRequests trader = SignedRequests.of(http, members.apiKey(owner, "[\"trade\"]"));
        assertThat(reader.get(BALANCES).status()).isEqualTo(200);
        expect(reader.send("POST", ORDERS, "{}"), 403, "ERR_SCOPE_MISSING");
        expect(reader.send("DELETE", ORDERS, ""), 403, "ERR_SCOPE_MISSING");
        expect(reader.send("POST", "/api/v1/trading/execute", "{}"), 403, "ERR_SCOPE_MISSING");
        expect(trader.get(BALANCES), 403, "ERR_SCOPE_MISSING");
        expect(reader.get("/api/v1/auth/me"), 403, "ERR_SCOPE_MISSING");
        expect(trader.send("POST", KEYS, "{\"label\":\"x\",\"scopes\":[\"read\"]}"), 403, "ERR_SCOPE_MISSING");
        expect(trader.send("POST", "/api/v1/auth/logout", ""), 403, "ERR_SCOPE_MISSING");
        expect(reader.get("/api/v1/admin/reconciliation"), 403, "ERR_FORBIDDEN");
        assertThat(trader.get("/api/v1/time").status()).as("public").isEqualTo(200);
    }

    @Test
    void givesTheScopeAdminToOperatorsOnlyAndTakesItWithTheRole() {
        expect(
                http.postJson(KEYS, "{\"label\":\"x\",\"scopes\":[\"admin\"]}", Members.bearer(owner)),
                403,
                "ERR_FORBIDDEN");
        Answer operator = members.operator(jdbc);
        SignedRequests without = SignedRequests.of(http, members.apiKey(operator, "[\"read\",\"trade\"]"));
        SignedRequests with = SignedRequests.of(http, members.apiKey(operator, "[\"admin\"]"));
        expect(without.get("/api/v1/admin/users"), 403, "ERR_SCOPE_MISSING");
        assertThat(with.get("/api/v1/admin/users").status()).isEqualTo(200);

        int operatorId = operator.json("$.user_id");
        Answer other = members.operator(jdbc);
        assertThat(http.send(
                                "PUT",
                                "/api/v1/admin/users/" + operatorId + "/roles",
                                "{\"roles\":[]}".getBytes(),
                                false,
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer " + other.json("$.access_token"))
                        .status())
                .isEqualTo(200);
        expect(with.get("/api/v1/admin/users"), 403, "ERR_FORBIDDEN");
        expect(http.get("/api/v1/admin/users", Members.bearer(operator)), 403, "ERR_FORBIDDEN");
    }

    @Test
    void stopsWithItsDeletionWhichOthersCannotDo() {
        Answer created = members.apiKey(owner, "[\"read\"]");
        SignedRequests bot = SignedRequests.of(http, created);
        assertThat(bot.get(BALANCES).status()).isEqualTo(200);
        String path = KEYS + "/" + created.json("$.key_id");
        Answer stranger = members.register(Members.freshName());
        expect(http.send("DELETE", path, null, false, Members.bearer(stranger)), 404, "ERR_API_KEY_NOT_FOUND");
        assertThat(http.get(KEYS, Members.bearer(stranger)).<List<Object>>json("$.items"))
                .isEmpty();
        assertThat(http.send("DELETE", path, null, false, Members.bearer(owner)).status())
                .isEqualTo(204);
        expect(bot.get(BALANCES), 401, "ERR_BAD_SIGNATURE");
        expect(http.send("DELETE", path, null, false, Members.bearer(owner)), 404, "ERR_API_KEY_NOT_FOUND");
    }

    @Test
    void namesWhatIsWrongAndBoundsTheNumber() {
        Answer wrong = http.postJson(
                KEYS, "{\"label\":\"a\\u0000b\",\"scopes\":[\"read\",\"fly\",null]}", Members.bearer(owner));
        assertThat(wrong.status()).as(wrong.body()).isEqualTo(422);
        assertThat(wrong.<List<String>>json("$.errors[*].field")).containsExactly("label", "scopes[1]", "scopes[2]");
        expect(http.postJson(KEYS, "{}", Members.bearer(owner)), 422, "ERR_VALIDATION");
        expect(http.postJson(KEYS, "{\"label\":\"x\",\"scopes\":[\"read\"]}"), 401, "ERR_UNAUTHENTICATED");
        for (int i = 0; i < ApiKeys.PER_USER_MAX; i++) {
            members.apiKey(owner, "[\"read\"]");
        }
        expect(
                http.postJson(KEYS, "{\"label\":\"x\",\"scopes\":[\"read\"]}", Members.bearer(owner)),
                409,
                "ERR_TOO_MANY_API_KEYS");
    }

    private static void expect(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.<String>json("$.error_code")).isEqualTo(code);
        if (status == 401) {
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }
}
