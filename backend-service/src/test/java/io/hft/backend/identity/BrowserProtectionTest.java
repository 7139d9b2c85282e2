package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Security headers and CORS. */
class BrowserProtectionTest {
    private static final String TIME = "/api/v1/time";

    @Nested
    @BackendTest
    class ByDefault {
        @LocalServerPort
        private int port;

        @ParameterizedTest
        @ValueSource(
                strings = {TIME, "/openapi.json", "/health", "/nothing", "/swagger-ui/index.html", "/api/v1/%2e%2e/x"})
        void tellsBrowsersToBeCareful(String path) {
            Answer answer = new Http(port).get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Content-Security-Policy")).doesNotContain("unsafe-eval", "script-src 'unsafe");
        }

        @Test
        void letsNoOtherOriginCall() {
            Http http = new Http(port);
            Answer answer = http.get(TIME, "Origin", "https://evil.example");
            assertThat(answer.response().headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase().startsWith("access-control"));
            Answer preflight = http.send(
                    "OPTIONS",
                    TIME,
                    null,
                    false,
                    "Origin",
                    "https://evil.example",
                    "Access-Control-Request-Method",
                    "GET");
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Nested
    @BackendTest
    @TestPropertySource(properties = "hft.identity.cors-origins=https://trade.example,https://other.example")
    class WithOrigins {
        @LocalServerPort
        private int port;

        @Test
        void letsTheConfiguredOriginsCallAndNoOther() {
            Http http = new Http(port);
            assertThat(http.get(TIME, "Origin", "https://trade.example").header("Access-Control-Allow-Origin"))
                    .isEqualTo("https://trade.example");
            Answer preflight = http.send(
                    "OPTIONS",
                    "/api/v1/orders",
                    null,
                    false,
                    "Origin",
                    "https://other.example",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "authorization,content-type,idempotency-key");
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
            Answer evil = http.get(TIME, "Origin", "https://evil.example");
            assertThat(evil.status()).isEqualTo(403);
            assertThat(evil.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }
}
