package io.hft.backend.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@BackendTest
@Import(ProblemsTest.Failing.class)
class ProblemsTest {
    private static final String REGISTER = "/api/v1/auth/register";

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @RestController
    static class Failing {
        private final JdbcClient jdbc;

        Failing(@Autowired JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @GetMapping("/failing/unforeseen")
        String unforeseen() {
            throw new IllegalStateException("secret inner state");
        }

        @GetMapping("/failing/sql")
        String sql() {
            return jdbc.sql("select secret_column from secret_table")
                    .query(String.class)
                    .single();
        }

        @GetMapping("/failing/database")
        String database() {
            throw new DataAccessResourceFailureException("connection refused to secret host");
        }

        @GetMapping("/failing/problem")
        String problem() {
            throw Problem.of(ErrorCode.ENGINE_UNAVAILABLE, "gone")
                    .withRetryAfter(7)
                    .asException();
        }
    }

    static Stream<Arguments> malformedRequests() {
        String json = "application/json";
        return Stream.of(
                Arguments.of("POST", REGISTER, json, "", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "{\"username\":", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "[]", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "null", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "{} trailing", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "{\"email\":\"a\",\"email\":\"b\"}", 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, nested("[", "]"), 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, nested("{\"x\":", "}"), 400, "ERR_MALFORMED_BODY"),
                Arguments.of("POST", "/api/v1/orders/batch", json, nested("[", "]"), 422, "ERR_VALIDATION"),
                Arguments.of(
                        "POST",
                        "/api/v1/orders/batch",
                        json,
                        "{\"orders\":[{\"price\":1,\"price\":2}]}",
                        400,
                        "ERR_MALFORMED_BODY"),
                Arguments.of("POST", REGISTER, json, "{\"username\":{}}", 422, "ERR_VALIDATION"),
                Arguments.of("POST", REGISTER, json, "{}", 422, "ERR_VALIDATION"),
                Arguments.of("POST", REGISTER, "text/plain", "{}", 415, "ERR_UNSUPPORTED_MEDIA_TYPE"),
                Arguments.of(
                        "POST",
                        REGISTER,
                        "application/x-www-form-urlencoded",
                        "a=b",
                        415,
                        "ERR_UNSUPPORTED_MEDIA_TYPE"),
                Arguments.of("PUT", REGISTER, json, "{}", 405, "ERR_METHOD_NOT_ALLOWED"),
                Arguments.of("GET", "/nothing/here", json, "", 404, "ERR_NOT_FOUND"),
                Arguments.of("GET", "/api/v1/trading/portfolio/abc", json, "", 422, "ERR_VALIDATION"),
                Arguments.of("GET", "/api/v1/trading/portfolio/99999999999999999999", json, "", 422, "ERR_VALIDATION"),
                Arguments.of("GET", "/api/v1/market/BTC-USD/book?depth=x", json, "", 422, "ERR_VALIDATION"),
                Arguments.of("GET", "/api/v1/market/BTC-USD/book?depth=0", json, "", 422, "ERR_VALIDATION"),
                // Never in touch with an engine, nobody knows the markets.
                Arguments.of("GET", "/api/v1/market/NO-SUCH/book", json, "", 503, "ERR_ENGINE_UNAVAILABLE"));
    }

    /** Deep enough to end a parser that calls itself. */
    private static String nested(String open, String close) {
        return "{\"orders\":" + open.repeat(5_000) + "1" + close.repeat(5_000) + "}";
    }

    @ParameterizedTest
    @MethodSource("malformedRequests")
    void answersEachBadRequestWithItsProblem(
            String method, String path, String contentType, String body, int status, String code) {
        Answer answer =
                http.send(method, path, body.getBytes(StandardCharsets.UTF_8), false, "Content-Type", contentType);
        assertProblem(answer, status, code);
        assertThat(answer.<String>json("$.instance")).isEqualTo(path.replaceAll("\\?.*", ""));
    }

    @Test
    void namesEveryBrokenFieldAndRule() {
        Answer answer = http.postJson(REGISTER, "{\"username\":\"x\",\"email\":\"nowhere\"}");
        assertProblem(answer, 422, "ERR_VALIDATION");
        assertThat(answer.<Object>json("$.errors[*].field").toString())
                .isEqualTo("[\"username\",\"email\",\"password\"]");
        assertThat(answer.<Object>json("$.errors[*].rule").toString())
                .isEqualTo("[\"pattern\",\"email\",\"required\"]");
    }

    @Test
    void refusesWhatCannotBeAccepted() {
        assertProblem(http.get("/api/v1/time", "Accept", "text/html"), 406, "ERR_NOT_ACCEPTABLE");
    }

    @Test
    void refusesLargeBodiesAnnouncedOrInChunks() {
        byte[] body = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        assertProblem(
                http.send("POST", REGISTER, body, false, "Content-Type", "application/json"),
                413,
                "ERR_BODY_TOO_LARGE");
        assertProblem(
                http.send("POST", REGISTER, body, true, "Content-Type", "application/json"), 413, "ERR_BODY_TOO_LARGE");
    }

    @Test
    void takesBodiesInChunksUpToTheLimit() {
        byte[] body = ("{\"username\":\"" + "x".repeat(60_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        assertProblem(
                http.send("POST", REGISTER, body, true, "Content-Type", "application/json"), 422, "ERR_VALIDATION");
    }

    @Test
    void answersAnAddressWithTricksInItWithAProblem() throws IOException {
        String answer = raw("GET /api/v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "ERR_BAD_REQUEST");
    }

    @Test
    void hidesWhatWentWrongInside() {
        for (String path : new String[] {"/failing/unforeseen", "/failing/sql"}) {
            Answer answer = http.get(path);
            assertProblem(answer, 500, "ERR_INTERNAL");
            assertThat(answer.body()).doesNotContain("secret", "Exception", "java.", "select");
        }
    }

    @Test
    void answersUnavailableWhileTheDatabaseIsAway() {
        Answer answer = http.get("/failing/database");
        assertProblem(answer, 503, "ERR_DATABASE_UNAVAILABLE");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(answer.<Boolean>json("$.retryable")).isTrue();
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void carriesRetryAfterOfAProblem() {
        Answer answer = http.get("/failing/problem");
        assertProblem(answer, 503, "ERR_ENGINE_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
    }

    /** An answer that is kept under its key comes again, however often it is asked for. */
    @Test
    void saysOfAKeptAnswerThatAskingAgainIsUseless() {
        Problem passing = Problem.of(ErrorCode.NO_LIQUIDITY, "nobody").withRetryAfter(1);
        assertThat(ProblemBody.of(passing, "/", null, Instant.EPOCH).retryable())
                .isTrue();
        assertThat(ProblemBody.of(passing.asFinalAnswer(), "/", null, Instant.EPOCH)
                        .retryable())
                .isFalse();
        assertThat(passing.asFinalAnswer().retryAfterSeconds()).isNull();
    }

    @Test
    void keepsASaneRequestIdAndReplacesAnyOther() {
        assertThat(http.get("/nothing", "X-Request-Id", "order-4711").<String>json("$.request_id"))
                .isEqualTo("order-4711");
        Answer replaced = http.get("/nothing", "X-Request-Id", "no spaces {please}");
        assertThat(replaced.<String>json("$.request_id"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(replaced.header("X-Request-Id"));
    }

    @Test
    void answersAnAddressThatTheServerRefusesWithAProblem() throws IOException {
        assertThat(raw("GET /api/v1/[x] HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "ERR_BAD_REQUEST")
                .doesNotContain("<html", "Tomcat");
    }

    @Test
    void refusesAKeyWithForbiddenCharacters() throws IOException {
        String key = new String("cl\u00e9-\u4e00\u0080".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (String path : new String[] {"/api/v1/trading/execute", "/api/v1/orders"}) {
            assertThat(raw("POST " + path
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Idempotency-Key: " + key
                            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "ERR_BAD_REQUEST");
        }
    }

    @Test
    void refusesAQueryThatCannotBeDecoded() throws IOException {
        for (String address :
                new String[] {"/api/v1/market/BTC-USD/book?depth=%zz", "/api/v1/orders?symbol=%", "/api/v1/time?x=%f"
                }) {
            assertThat(raw("GET " + address + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .as(address)
                    .doesNotStartWith("HTTP/1.1 5");
        }
        assertThat(raw("GET /api/v1/market/BTC-USD/book?depth=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "ERR_BAD_REQUEST");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.<String>json("$.error_code")).isEqualTo(code);
        assertThat(answer.<Integer>json("$.status")).isEqualTo(status);
        assertThat(answer.<String>json("$.message"))
                .isEqualTo(answer.json("$.detail"))
                .isNotBlank();
        assertThat(answer.<String>json("$.title")).isNotBlank();
        assertThat(answer.<String>json("$.type")).startsWith("urn:hft:problem:");
        assertThat(answer.<String>json("$.timestamp")).endsWith("Z");
        assertThat(answer.<String>json("$.request_id")).isEqualTo(answer.header("X-Request-Id"));
    }
}
