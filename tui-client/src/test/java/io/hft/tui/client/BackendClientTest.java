package io.hft.tui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final ScriptedBackend backend = new ScriptedBackend();
    private final BackendClient client = new BackendClient(backend.url(), Tokens.NONE, PATIENCE);

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void asksForALostAnswerAgainUnderTheSameKey() {
        backend.losesTheAnswer().answers(503, "{}", "Retry-After", "0").answers(201, "{\"order_id\":\"7\"}");

        assertThat(client.post("/api/v1/orders", Map.of("side", "BUY"), "key-1")
                        .path("order_id")
                        .asString())
                .isEqualTo("7");
        assertThat(backend.requests())
                .extracting(ScriptedBackend.Request::key, ScriptedBackend.Request::body)
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("key-1", "{\"side\":\"BUY\"}"));
        assertThat(client.lostAnswers()).isPositive();
    }

    @Test
    void saysWhichKeyToRepeatWhenTheOutcomeStaysUnknown() {
        backend.losesTheAnswer();
        BackendClient hasty = new BackendClient(backend.url(), Tokens.NONE, Duration.ofMillis(300));

        assertThatThrownBy(() -> hasty.post("/api/v1/orders", Map.of(), "key-2"))
                .isInstanceOfSatisfying(OutcomeUnknown.class, unknown -> assertThat(unknown.idempotencyKey())
                        .isEqualTo("key-2"));
    }

    @Test
    void doesNotRepeatWhatHasNoKey() {
        backend.losesTheAnswer();
        assertThatThrownBy(() -> client.post("/api/v1/auth/login", Map.of(), null))
                .isInstanceOf(BackendUnreachable.class);
    }

    @Test
    void waitsForARequestThatIsStillRunning() {
        backend.answers(409, "{\"error_code\":\"ERR_IN_PROGRESS\"}").answers(201, "{\"status\":\"NEW\"}");
        assertThat(client.post("/api/v1/orders", Map.of(), "k").path("status").asString())
                .isEqualTo("NEW");
    }

    @Test
    void namesFieldAndRuleOfARefusal() {
        backend.answers(
                422,
                "{\"error_code\":\"ERR_VALIDATION\",\"detail\":\"d\",\"errors\":[{\"field\":\"price\",\"rule\":\"tick\",\"message\":\"must be a multiple of 0.01\"}]}");
        assertThatThrownBy(() -> client.post("/api/v1/orders", Map.of(), "k"))
                .isInstanceOfSatisfying(BackendProblem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.explanation())
                            .isEqualTo("ERR_VALIDATION: price (tick): must be a multiple of 0.01");
                });
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void saysThatNobodyListens() {
        URI nobody = backend.url();
        backend.close();
        assertThatThrownBy(() -> new BackendClient(nobody, Tokens.NONE, PATIENCE).post("/", Map.of(), "k"))
                .isInstanceOf(BackendUnreachable.class)
                .hasMessageContaining(nobody.toString());
    }

    @Test
    void saysThatAnAnswerIsNoJson() {
        backend.answers(200, "<html>a web page</html>");
        assertThatThrownBy(() -> client.get("/api/v1/status"))
                .isInstanceOf(BackendUnreachable.class)
                .hasMessageContaining("no JSON");
    }

    @Test
    void waitsWhenThereWereTooManyRequests() {
        backend.answers(429, "{}", "Retry-After", "0").answers(200, "[]");
        assertThat(client.get("/api/v1/balances").isArray()).isTrue();
        assertThat(backend.requests())
                .extracting(ScriptedBackend.Request::method)
                .isEqualTo(List.of("GET", "GET"));
    }
}
