package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.api.ApiDocument.Operation;
import io.hft.backend.api.ApiTable.Entry;
import io.hft.backend.api.ApiTable.Who;
import io.hft.backend.identity.OutdatedTokens;
import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Markets;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Sends every operation of the OpenAPI document what nobody should send: it is refused with a problem, or does no harm, and is never our fault. */
@EngineTest
@TestPropertySource(
        properties = {
            "hft.sandbox.enabled=false",
            "hft.funding.enabled=true",
            "hft.limits.enabled=false",
            "hft.identity.login.failures-per-address=100000",
            "hft.identity.login.failures-per-account=100000",
            "logging.level.io.hft.backend.web.ProblemHandler=ERROR"
        })
class BadInputWalkTest {

    private static ApiCast cast;
    /** Whom operators may do things to. */
    private static ApiCast victim;

    private static Member operator;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext context;

    private Http http;
    private ApiDocument document;
    private Map<String, Operation> operations;
    private final Map<String, Entry> table = ApiTable.byName();
    private final SoftAssertions softly = new SoftAssertions();

    @AfterAll
    static void forgetTheCast() {
        cast = null;
    }

    @BeforeEach
    void openTheExchange() {
        http = new Http(port);
        document = ApiDocument.of(http);
        operations = document.operations();
        if (cast == null) {
            cast = new ApiCast(http, jdbc);
            victim = new ApiCast(http, jdbc);
            operator = Member.operator(http, jdbc);
        }
    }

    @Test
    void refusesBodiesThatAreNoObject() {
        table.values().stream().filter(entry -> !entry.body().isEmpty()).forEach(entry -> {
            ApiRequest request = request(entry);
            BadInput.noObjects(request.body()).forEach((what, body) -> {
                Answer answer = send(entry, request, body, "application/json");
                String about = entry.name() + " " + what;
                problem(about, answer);
                softly.assertThat(answer.status())
                        .as("%s: %s", about, answer.body())
                        .isIn(400, 422);
            });
        });
        softly.assertAll();
    }

    @Test
    void refusesBodiesOfAnotherType() {
        table.values().stream().filter(entry -> !entry.body().isEmpty()).forEach(entry -> {
            ApiRequest request = request(entry);
            byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
            for (String type :
                    List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "x", "*/*")) {
                Answer answer = send(entry, request, body, type);
                String about = entry.name() + " as " + type;
                problem(about, answer);
                softly.assertThat(answer.status())
                        .as("%s: %s", about, answer.body())
                        .isIn(400, 415, 422);
            }
            byte[] wide = request.body().getBytes(StandardCharsets.UTF_16);
            harmless(entry.name() + " in UTF-16", send(entry, request, wide, "application/json;charset=utf-16"));
            harmless(entry.name() + " in no charset", send(entry, request, body, "application/json;charset=nonsense"));
        });
        softly.assertAll();
    }

    /** Before anything is done: the answer would not say so. */
    @Test
    void refusesWhoTakesNoJsonAndDoesNothing() {
        ApiCast own = new ApiCast(http, jdbc);
        String before = own.rowsOfTheOwner();
        table.values().forEach(entry -> {
            String[] credentials = entry.who() == Who.OPERATOR
                    ? operator.bearer()
                    : own.owner().bearer();
            for (String accept : List.of("text/html", "nonsense")) {
                List<String> headers = new ArrayList<>(List.of(credentials));
                headers.addAll(List.of("Accept", accept));
                Answer answer = own.request(entry).send(http, headers.toArray(String[]::new));
                softly.assertThat(answer.status())
                        .as("%s: %s", entry.name(), answer.body())
                        .isEqualTo(406);
                problem(entry.name(), answer);
            }
        });
        softly.assertThat(own.rowsOfTheOwner()).isEqualTo(before);
        softly.assertAll();
    }

    @Test
    void survivesEveryValueInEveryField() {
        table.values().stream().filter(entry -> !entry.body().isEmpty()).forEach(entry -> {
            List<String> bodies =
                    BadInput.mutations(request(entry).body(), document.fieldsOfBody(operations.get(entry.name())));
            assertThat(bodies).as(entry.name()).isNotEmpty();
            for (String body : bodies) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                harmless(entry.name() + " " + cut(body), send(entry, request(entry), bytes, "application/json"));
            }
        });
        softly.assertAll();
        Markets.assertLedgerSumsToZero(jdbc);
    }

    @Test
    void survivesEveryValueInEveryAddress() {
        table.values().forEach(entry -> {
            Operation operation = operations.get(entry.name());
            for (Map<String, Object> parameter : operation.parameters()) {
                String name = parameter.get("name").toString();
                for (String value : BadInput.IN_ADDRESSES) {
                    String path =
                            switch (parameter.get("in").toString()) {
                                case "path" -> entry.path().replace("{" + name + "}", value);
                                case "query" ->
                                    request(entry).path().replaceAll("\\?.*", "") + "?" + name + "=" + value;
                                default -> "";
                            };
                    if (!path.isEmpty()) {
                        ApiRequest request = request(entry).to(victimless(path));
                        harmless(request.method() + " " + cut(path), request.send(http, credentials(entry)));
                    }
                }
            }
        });
        softly.assertAll();
        assertThat(jdbc.sql("select count(*) from orders").query(Long.class).single())
                .isPositive();
    }

    /** What a client library would not send: the address is made by hand. */
    @Test
    void refusesQueriesThatCannotBeDecoded() throws IOException {
        for (Entry entry : table.values()) {
            String path = request(entry).path().replaceAll("\\?.*", "");
            String[] credentials = credentials(entry);
            String authorization = credentials.length == 0 ? "" : "Authorization: " + credentials[1] + "\r\n";
            for (String query :
                    List.of("limit=%zz", "symbol=%", "%ff%=1", "limit=1&limit=2", "a=b=c&&=&", "x=\u0001")) {
                String answer = raw(entry.method() + " " + path + "?" + query + " HTTP/1.1\r\nHost: x\r\n"
                        + authorization + "Content-Length: 0\r\nConnection: close\r\n\r\n");
                softly.assertThat(answer)
                        .as("%s?%s", entry.name(), query)
                        .startsWith("HTTP/1.1 ")
                        .doesNotStartWith("HTTP/1.1 5");
            }
        }
        softly.assertAll();
    }

    @Test
    void refusesHeadersThatAreNone() throws IOException {
        List<String> headers = List.of(
                "X-Request-Id: a\r\n folded: b",
                "X-Request-Id: a\0b",
                "X-Request-Id: a\rSet-Cookie: stolen=1",
                "Bad Name: x",
                "Authorization: Bearer a\u00e9b",
                "Idempotency-Key: a\0b",
                "Idempotency-Key: " + "k".repeat(300),
                "Content-Length: -1",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "X-Big: " + "x".repeat(20_000));
        for (String header : headers) {
            for (String path : List.of("/api/v1/orders", "/api/v1/deposits", "/api/v1/auth/login")) {
                String answer = raw("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header
                        + "\r\nContent-Type: application/json\r\n" + "Connection: close\r\n\r\n");
                softly.assertThat(answer)
                        .as(path + " " + cut(header))
                        .startsWith("HTTP/1.1 4")
                        .contains("application/problem+json")
                        .doesNotContain("Set-Cookie", "Tomcat", "Exception");
            }
        }
        softly.assertAll();
    }

    /** The whole list of forgeries is held against one operation by ForgedTokensTest; some of them against all. */
    @Test
    void refusesForgedTokensEverywhere() {
        String token = cast.owner().accessToken();
        String[] parts = token.split("\\.");
        List<String> forged = List.of(
                ForgedToken.unsigned(token, "none"),
                ForgedToken.unsigned(token, "NONE"),
                ForgedToken.withPublicKeyAsSecret(token, http.get("/.well-known/jwks.json")),
                ForgedToken.ofAnotherKey(token),
                ForgedToken.ofUnknownKey(token),
                OutdatedTokens.of(token, context),
                parts[0] + "." + parts[1] + "." + parts[2].substring(1) + "A",
                parts[0] + "." + parts[1],
                "..");
        table.values().stream()
                .filter(entry -> entry.who() != Who.ANYBODY)
                .forEach(entry -> forged.forEach(one -> {
                    Answer answer = request(entry).send(http, "Authorization", "Bearer " + one);
                    softly.assertThat(answer.status())
                            .as("%s with %s", entry.name(), one)
                            .isEqualTo(401);
                    problem(entry.name(), answer);
                }));
        softly.assertAll();
    }

    /** At every address: each method that it does not have, and which it has. */
    @Test
    void saysWhichMethodsThereAreToWhoUsesAnother() {
        ApiDocument document = ApiDocument.of(http);
        Member operator = Member.operator(http, jdbc);
        Set<String> methods = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
        Set<String> asked = new TreeSet<>();
        table.values().forEach(entry -> {
            String path = request(entry).path().replaceAll("\\?.*", "");
            Set<String> served = new TreeSet<>(methods);
            served.removeIf(method -> document.match(method, path).isEmpty());
            methods.stream()
                    .filter(method -> !served.contains(method))
                    .filter(method -> asked.add(method + " " + path))
                    .forEach(method -> {
                        Answer answer = new ApiRequest(method, path, method.equals("GET") ? "" : "{}", false)
                                .send(http, operator.bearer());
                        softly.assertThat(answer.status())
                                .as("%s %s: %s", method, path, answer.body())
                                .isEqualTo(405);
                        problem(method + " " + path, answer);
                        Set<String> allowed =
                                new TreeSet<>(List.of(answer.header("Allow").split(" *, *")));
                        allowed.removeAll(Set.of("HEAD", "OPTIONS"));
                        softly.assertThat(allowed)
                                .as("%s %s: Allow", method, path)
                                .isEqualTo(served);
                    });
        });
        assertThat(asked).hasSizeGreaterThan(table.size());
        softly.assertAll();
    }

    @Test
    void refusesCursorsThatWereChangedOrAreSomebodyElses() {
        Member stranger = Member.register(http);
        operations.values().stream().filter(BadInputWalkTest::hasCursor).forEach(operation -> {
            Entry entry = table.get(operation.name());
            String path = request(entry).path();
            String first = path + (path.contains("?") ? "&" : "?") + "limit=1";
            String cursor = ApiRequest.get(first).send(http, credentials(entry)).json("$.next_cursor");
            assertThat(cursor).as(first + " has a second page").isNotNull();
            String next = first + "&cursor=";
            assertThat(ApiRequest.get(next + cursor)
                            .send(http, credentials(entry))
                            .status())
                    .isEqualTo(200);
            String flipped = (cursor.charAt(0) == 'A' ? "B" : "A") + cursor.substring(1);
            for (String bad : List.of(flipped, cursor.substring(2), cursor + "AAAA", "x", "AAAA", cursor + cursor)) {
                Answer answer = ApiRequest.get(next + bad).send(http, credentials(entry));
                refused(operation.name() + " " + bad, answer);
            }
            if (entry.who() == Who.USER) {
                refused(
                        operation.name() + " by a stranger",
                        ApiRequest.get(next + cursor).send(http, stranger.bearer()));
            }
            operations.values().stream()
                    .filter(other -> hasCursor(other) && !other.name().equals(operation.name()))
                    .forEach(other -> {
                        Entry otherEntry = table.get(other.name());
                        String otherPath = request(otherEntry).path().replaceAll("\\?.*", "") + "?cursor=" + cursor;
                        refused(
                                other.name() + " with the cursor of " + operation.name(),
                                ApiRequest.get(otherPath).send(http, credentials(otherEntry)));
                    });
        });
        softly.assertAll();
    }

    private static boolean hasCursor(Operation operation) {
        return operation.parameters().stream()
                .anyMatch(parameter -> parameter.get("name").equals("cursor"));
    }

    private void refused(String about, Answer answer) {
        softly.assertThat(answer.status()).as("%s: %s", about, answer.body()).isEqualTo(422);
        softly.assertThat(answer.body()).as(about).contains("\"field\":\"cursor\"");
    }

    private static ApiRequest request(Entry entry) {
        return (entry.who() == Who.OPERATOR ? victim : cast).request(entry);
    }

    /** Other variables of a path, if it has more than one. */
    private static String victimless(String path) {
        return path.replaceAll("\\{[a-z_]+}", "BTC-USD");
    }

    /** Logging out must not end the login of all others. */
    private static String[] credentials(Entry entry) {
        return switch (entry.who()) {
            case ANYBODY, PUBLIC -> new String[0];
            case USER -> cast.owner().bearer();
            case LOGIN ->
                entry.path().endsWith("/logout")
                        ? cast.owner().login().bearer()
                        : cast.owner().bearer();
            case OPERATOR -> operator.bearer();
        };
    }

    private Answer send(Entry entry, ApiRequest request, byte[] body, String contentType) {
        List<String> headers = new ArrayList<>(List.of(credentials(entry)));
        headers.addAll(List.of("Content-Type", contentType));
        if (request.keyed()) {
            headers.addAll(List.of("Idempotency-Key", Member.freshName()));
        }
        return http.send(request.method(), request.path(), body, false, headers.toArray(String[]::new));
    }

    private void harmless(String about, Answer answer) {
        softly.assertThat(answer.status()).as("%s: %s", about, answer.body()).isLessThan(500);
        softly.assertThat(answer.response().headers().firstValue("Set-Cookie"))
                .as(about)
                .isEmpty();
        if (answer.status() >= 400) {
            problem(about, answer);
        }
    }

    private void problem(String about, Answer answer) {
        softly.assertThat(answer.header("Content-Type"))
                .as("%s: %s", about, answer.body())
                .startsWith("application/problem+json");
        softly.assertThat(answer.body()).as(about).contains("\"error_code\":\"ERR_", "\"request_id\":\"");
        if (answer.body().contains("\"ERR_VALIDATION\"")) {
            softly.assertThat(answer.body()).as(about).contains("\"field\":\"", "\"rule\":\"");
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String cut(String text) {
        return text.length() <= 150 ? text : text.substring(0, 150) + "…";
    }
}
