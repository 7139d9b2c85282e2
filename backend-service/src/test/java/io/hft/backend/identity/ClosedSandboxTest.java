package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@BackendTest
@TestPropertySource(properties = {"hft.sandbox.enabled=false", "hft.identity.access-token-ttl=3s"})
class ClosedSandboxTest {
    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/balances",
                "/api/v1/auth/me",
                "/api/v1/trading/portfolio/1",
                "/api/v1/orders",
                "/api/v1/admin/reconciliation",
                "/nothing"
            })
    void wantsCredentials(String path) {
        Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.<String>json("$.error_code")).isEqualTo("ERR_UNAUTHENTICATED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/time", "/api/v1/instruments", "/api/v1/trading/assets", "/openapi.json", "/docs"})
    void keepsPublicFactsPublic(String path) {
        assertThat(http.get(path).status()).isBetween(200, 302);
    }

    @Test
    void givesNewUsersNothingAndStopsTakingExpiredTokens() {
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"carol\",\"email\":\"carol@example.com\",\"password\":\"correct horse battery\"}");
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        String[] bearer = {"Authorization", "Bearer " + registered.json("$.access_token")};
        Answer balances = http.get("/api/v1/balances", bearer);
        assertThat(balances.status()).isEqualTo(200);
        assertThat(balances.body()).isEqualTo("[]");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        http.get("/api/v1/balances", bearer).status())
                .isEqualTo(401));
    }
}
