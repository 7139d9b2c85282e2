package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Logout, reuse of refresh tokens, suspension: what was good is good no more. */
@BackendTest
class SessionsTest {
    private static final String USERS = "/api/v1/admin/users/";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ExpiredTokens expired;

    private Http http;
    private Members members;
    private String name;
    private Answer tokens;

    @BeforeEach
    void connect() {
        http = new Http(port);
        members = new Members(http);
        name = Members.freshName();
        tokens = members.register(name);
        assertThat(members.me(tokens).status()).isEqualTo(200);
    }

    @Test
    void endsTheLoginAndNoOtherAtLogout() {
        Answer other = members.login(name, Members.PASSWORD);
        Answer renewed = members.refresh(tokens);
        assertThat(members.me(renewed).status()).isEqualTo(200);
        assertThat(http.postJson("/api/v1/auth/logout", "", Members.bearer(renewed))
                        .status())
                .isEqualTo(204);
        assertThat(members.me(renewed).status()).isEqualTo(401);
        assertThat(members.me(tokens).status())
                .as("an earlier token of the same login")
                .isEqualTo(401);
        assertThat(members.refresh(renewed).status()).isEqualTo(401);
        assertThat(members.me(other).status()).isEqualTo(200);
        assertThat(http.postJson("/api/v1/auth/logout", "").status())
                .as("nobody is logged in")
                .isEqualTo(401);
    }

    @Test
    void endsTheWholeLoginWhenARefreshTokenComesTwice() {
        Answer second = members.refresh(tokens);
        Answer third = members.refresh(second);
        Answer other = members.login(name, Members.PASSWORD);
        assertThat(members.me(third).status()).isEqualTo(200);
        assertThat(members.refresh(tokens).status()).isEqualTo(401);
        assertThat(members.me(third).status()).as("access tokens, too").isEqualTo(401);
        assertThat(members.refresh(third).status()).isEqualTo(401);
        assertThat(members.me(other).status()).as("another login").isEqualTo(200);
        assertThat(members.refresh(other).status()).isEqualTo(200);
    }

    @Test
    void stopsASuspendedUserAtOnceAndLetsKeysGoOnAfterwards() {
        SignedRequests bot = SignedRequests.of(http, members.apiKey(tokens, "[\"read\"]"));
        assertThat(bot.get("/api/v1/balances").status()).isEqualTo(200);
        Answer operator = members.operator(jdbc);
        int userId = tokens.json("$.user_id");
        Answer suspended = suspend(userId, operator);
        assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
        assertThat(suspended.<String>json("$.suspended_at")).isNotBlank();

        assertThat(members.me(tokens).status()).isEqualTo(401);
        assertThat(bot.get("/api/v1/balances").status()).isEqualTo(401);
        assertThat(members.refresh(tokens).status()).isEqualTo(401);
        Answer login = members.login(name, Members.PASSWORD);
        assertThat(login.status()).isEqualTo(403);
        assertThat(login.<String>json("$.error_code")).isEqualTo("ERR_SUSPENDED");
        assertThat(members.login(name, "wrong password").status())
                .as("who does not know the password learns nothing")
                .isEqualTo(401);

        assertThat(http.postJson(USERS + userId + "/resume", "", Members.bearer(operator))
                        .status())
                .isEqualTo(200);
        assertThat(members.me(tokens).status()).as("logins stay ended").isEqualTo(401);
        assertThat(members.login(name, Members.PASSWORD).status()).isEqualTo(200);
        assertThat(bot.get("/api/v1/balances").status()).isEqualTo(200);
    }

    @Test
    void hearsFromOtherBackendsWhatHasEnded() {
        int userId = tokens.json("$.user_id");
        // As another backend does it: in the database, with a word to all.
        jdbc.sql("update sessions set revoked_at = now(), revoked_reason = 'LOGOUT' where user_id = ?")
                .param(userId)
                .update();
        jdbc.sql("select pg_notify('hft_identity', 'session:' || session_id) from sessions where user_id = ?")
                .param(userId)
                .query(row -> {});
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(members.me(tokens).status()).isEqualTo(401));
    }

    @Test
    void letsOperatorsOnlyDoThatAndNotToThemselvesOrTheExchange() {
        Answer operator = members.operator(jdbc);
        int operatorId = operator.json("$.user_id");
        int userId = tokens.json("$.user_id");
        assertThat(suspend(operatorId, tokens).status()).isEqualTo(403);
        assertThat(http.postJson(USERS + userId + "/suspend", "{\"reason\":\"x\"}")
                        .status())
                .as("without credentials, in the sandbox too")
                .isEqualTo(401);
        assertThat(http.get("/api/v1/admin/audit").status()).isEqualTo(401);
        assertThat(http.get("/api/v1/admin/users").status()).isEqualTo(401);
        for (long protectedUser : new long[] {operatorId, 1, 9_000_000_001L}) {
            Answer refused = suspend(protectedUser, operator);
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.<String>json("$.error_code")).isEqualTo("ERR_USER_PROTECTED");
        }
        assertThat(suspend(123_456_789, operator).<String>json("$.error_code")).isEqualTo("ERR_USER_NOT_FOUND");
        assertThat(http.postJson(USERS + userId + "/suspend", "{}", Members.bearer(operator))
                        .status())
                .isEqualTo(422);
        assertThat(http.get(USERS + userId, Members.bearer(operator)).<String>json("$.username"))
                .isEqualTo(name);
    }

    @Test
    void listsUsersInPages() {
        Answer operator = members.operator(jdbc);
        Answer first = http.get("/api/v1/admin/users?limit=1", Members.bearer(operator));
        assertThat(first.<List<Integer>>json("$.items[*].user_id")).containsExactly(1);
        Answer second = http.get(
                "/api/v1/admin/users?limit=500&cursor=" + first.<String>json("$.next_cursor"),
                Members.bearer(operator));
        assertThat(second.<List<String>>json("$.items[*].username"))
                .contains(name)
                .doesNotContain("demo");
        assertThat(second.<Object>json("$.next_cursor")).isNull();
        for (String query : new String[] {"limit=0", "limit=501", "cursor=x", "cursor=YWZ0ZXI6LTE", "cursor=%00"}) {
            assertThat(http.get("/api/v1/admin/users?" + query, Members.bearer(operator))
                            .status())
                    .as(query)
                    .isEqualTo(422);
        }
    }

    @Test
    void removesSessionsWhoseTimeIsOver() {
        int userId = tokens.json("$.user_id");
        jdbc.sql("update sessions set expires_at = now() - interval '1 second' where user_id = ?")
                .param(userId)
                .update();
        expired.delete();
        assertThat(jdbc.sql(
                                "select (select count(*) from sessions where user_id = ?) + (select count(*) from refresh_tokens where user_id = ?)")
                        .params(userId, userId)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private Answer suspend(long userId, Answer operator) {
        return http.postJson(USERS + userId + "/suspend", "{\"reason\":\"asked for it\"}", Members.bearer(operator));
    }
}
