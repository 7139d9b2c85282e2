package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@BackendTest
class OpenApiTest {
    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void describesEveryOperationWithSummaryExamplesAndProblems() {
        Answer answer = http.get("/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        Map<String, Map<String, Map<String, Object>>> paths = answer.json("$.paths");
        assertThat(paths)
                .containsKeys(
                        "/api/v1/trading/execute",
                        "/api/v1/trading/portfolio/{user_id}",
                        "/api/v1/trading/assets",
                        "/api/v1/orders",
                        "/api/v1/orders/{order_id}",
                        "/api/v1/balances",
                        "/api/v1/ledger",
                        "/api/v1/deposits",
                        "/api/v1/withdrawals",
                        "/api/v1/positions",
                        "/api/v1/portfolio/summary",
                        "/api/v1/instruments",
                        "/api/v1/market/{symbol}/book",
                        "/api/v1/auth/register",
                        "/health");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            String name = method + " " + path;
            assertThat(operation.get("summary")).as(name).asString().isNotBlank();
            assertThat((List<?>) operation.get("tags")).as(name).isNotEmpty();
            assertThat((Map<?, ?>) operation.get("responses")).as(name).hasSizeGreaterThan(1);
            assertThat(operation.toString()).as(name).doesNotContain("principal");
        }));
    }

    @Test
    void beginsWithWhatABeginnerTriesFirst() {
        List<String> tags = http.get("/openapi.json").json("$.tags[*].name");
        assertThat(tags).containsExactly("Simple buy", "Orders", "Money", "Market", "Identity", "Operation", "Admin");
    }

    @Test
    void showsTheExecuteExampleThatAFreshSandboxCanRun() {
        Answer answer = http.get("/openapi.json");
        Map<String, Map<String, Object>> fields = answer.json("$.components.schemas.Execute.properties");
        assertThat(fields.get("user_id").get("example").toString()).isEqualTo("1");
        assertThat(fields.get("symbol").get("example")).isEqualTo("BTC");
        assertThat(fields.get("pay_with").get("example")).isEqualTo("USD");
        assertThat(fields.get("quantity").get("example")).isEqualTo("1.0");
        assertThat(answer.<Object>json("$.components.securitySchemes.bearer.scheme"))
                .isEqualTo("bearer");
        assertThat(answer.<List<Object>>json(
                        "$.paths['/api/v1/trading/execute'].post.parameters[?(@.name=='X-Idempotency-Key')]"))
                .hasSize(1);
    }

    @Test
    void namesFieldsAsTheyAreOnTheWire() {
        Map<String, Map<String, Map<String, Object>>> schemas =
                http.get("/openapi.json").json("$.components.schemas");
        schemas.forEach((name, schema) -> assertThat(
                        schema.getOrDefault("properties", Map.of()).keySet())
                .as(name)
                .allSatisfy(property -> assertThat(property).matches("[a-z][a-z0-9_]*")));
    }

    @Test
    void showsItOnAPageThatNeedsNoInternet() {
        assertThat(http.get("/docs").header("Location")).isEqualTo("/swagger-ui/index.html");
        Answer page = http.get("/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("http://", "https://").contains("./swagger-ui-bundle.js");
        assertThat(http.get("/swagger-ui/swagger-ui-bundle.js").status()).isEqualTo(200);
        assertThat(http.get("/swagger-ui/swagger-ui.css").status()).isEqualTo(200);
        assertThat(http.get("/").header("Location")).endsWith("/docs");
    }
}
