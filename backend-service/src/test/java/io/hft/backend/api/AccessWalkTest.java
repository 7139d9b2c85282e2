package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.api.ApiDocument.Operation;
import io.hft.backend.api.ApiTable.Entry;
import io.hft.backend.api.ApiTable.Who;
import io.hft.backend.identity.SignedRequests;
import io.hft.backend.support.EngineTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks the OpenAPI document with the wrong credentials, on an exchange that is no sandbox. */
@EngineTest
@TestPropertySource(properties = {"hft.sandbox.enabled=false", "hft.funding.enabled=true", "hft.limits.enabled=false"})
class AccessWalkTest {
    /** Not of the API: the page that shows the document, and what the server answers by itself. */
    private static final Set<String> NOT_DESCRIBED =
            Set.of("/error", "/docs", "/openapi.json", "/openapi.json.yaml", "/openapi.json/swagger-config");

    private static ApiCast cast;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping handlers;

    private Http http;
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
        operations = ApiDocument.of(http).operations();
        if (cast == null) {
            cast = new ApiCast(http, jdbc);
        }
    }

    /** A new endpoint has to say in {@link ApiTable} whom it is for. */
    @Test
    void hasAnEntryForEachOperationOfTheDocument() {
        assertThat(table.keySet())
                .as("every operation has its line in ApiTable")
                .containsExactlyInAnyOrderElementsOf(operations.keySet());
        for (Entry entry : table.values()) {
            boolean named = entry.path().replace("{symbol}", "").contains("{");
            softly.assertThat(entry.own())
                    .as(entry.name() + " names something of its owner's")
                    .isEqualTo(entry.body().contains("{user_id}") || named && entry.who() != Who.OPERATOR);
            softly.assertThat(entry.body().isEmpty())
                    .as(entry.name() + " has a body")
                    .isNotEqualTo(operations.get(entry.name()).hasBody());
        }
        softly.assertAll();
    }

    /** A hidden endpoint is one that no walk would find. */
    @Test
    void describesEveryEndpointThatThereIs() {
        Set<String> served = new TreeSet<>();
        handlers.getHandlerMethods().keySet().forEach(mapping -> mapping.getPatternValues().stream()
                .filter(path -> !NOT_DESCRIBED.contains(path))
                .forEach(path ->
                        mapping.getMethodsCondition().getMethods().forEach(method -> served.add(method + " " + path))));
        assertThat(served).containsExactlyInAnyOrderElementsOf(operations.keySet());
    }

    @Test
    void saysInTheDocumentWhoMayCall() {
        table.values().forEach(entry -> {
            Operation operation = operations.get(entry.name());
            boolean open = entry.who() == Who.ANYBODY || entry.who() == Who.PUBLIC;
            softly.assertThat(operation.isOpen()).as(entry.name() + " is open").isEqualTo(open);
            softly.assertThat(operation.takesApiKeys())
                    .as(entry.name() + " takes API keys")
                    .isEqualTo(entry.who() == Who.USER || entry.who() == Who.OPERATOR);
        });
        softly.assertAll();
    }

    @Test
    void turnsAwayWhoHasNoCredentials() {
        table.values().forEach(entry -> {
            Answer answer = cast.request(entry).send(http);
            if (entry.who() == Who.ANYBODY || entry.who() == Who.PUBLIC) {
                softly.assertThat(answer.status())
                        .as("%s: %s", entry.name(), answer.body())
                        .isBetween(200, 299);
            } else {
                expect(answer, entry, 401, "ERR_UNAUTHENTICATED");
                softly.assertThat(answer.header("WWW-Authenticate"))
                        .as(entry.name())
                        .isEqualTo("Bearer");
            }
        });
        softly.assertAll();
    }

    /** Other spellings of an address must not slip through the rules, which go by path. */
    @Test
    void letsNobodyInByAnotherSpelling() {
        table.values().stream()
                .filter(entry -> entry.who() != Who.ANYBODY && entry.who() != Who.PUBLIC)
                .forEach(entry -> {
                    ApiRequest request = cast.request(entry);
                    String path = request.path().replaceAll("\\?.*", "");
                    for (String spelling : List.of(
                            path + "/",
                            path + ";x=1",
                            path + "%20",
                            path.replaceFirst("/api/", "//api/"),
                            path.replaceFirst("/api/v1/", "/api/v1//"),
                            path.replaceFirst("/api/v1/", "/api/v1/time/../"),
                            path.replaceFirst("/api/v1/", "/api/v1/%2e/"),
                            path.replaceFirst("/v1/", "/%76%31/"),
                            path.toUpperCase())) {
                        Answer answer = request.to(spelling).send(http);
                        softly.assertThat(answer.status())
                                .as("%s %s: %s", entry.method(), spelling, answer.body())
                                .isBetween(400, 499);
                    }
                    if (entry.method().equals("GET")) {
                        softly.assertThat(http.send("HEAD", path, null, false).status())
                                .as("HEAD " + path)
                                .isEqualTo(401);
                    }
                    Answer overridden = http.send(
                            "POST",
                            "/api/v1/auth/login",
                            null,
                            false,
                            "X-HTTP-Method-Override",
                            entry.method(),
                            "X-Original-URL",
                            path);
                    softly.assertThat(overridden.status()).isEqualTo(400);
                });
        softly.assertAll();
    }

    /** A login that has ended, a key that was deleted, a user who is suspended, and what never was a token. */
    @Test
    void turnsAwayWhoseCredentialsHaveEnded() {
        Member loggedOut = Member.register(http);
        Answer key = loggedOut.newKey("deleted", "\"read\",\"trade\"");
        SignedRequests deletedKey = SignedRequests.of(http, key);
        Member suspended = Member.operator(http, jdbc);
        SignedRequests suspendedKey = suspended.bot("\"read\",\"trade\",\"admin\"");
        // They all worked before.
        loggedOut.done(ApiRequest.get("/api/v1/balances"));
        suspended.done(ApiRequest.get("/api/v1/admin/users"));
        assertThat(deletedKey.get("/api/v1/balances").status()).isEqualTo(200);
        assertThat(suspendedKey.get("/api/v1/admin/users").status()).isEqualTo(200);
        loggedOut.done(new ApiRequest("DELETE", "/api/v1/auth/api-keys/" + key.json("$.key_id"), "", false));
        loggedOut.done(new ApiRequest("POST", "/api/v1/auth/logout", "", false));
        Member.operator(http, jdbc)
                .done(new ApiRequest(
                        "POST",
                        "/api/v1/admin/users/" + suspended.userId() + "/suspend",
                        "{\"reason\":\"a test\"}",
                        false));

        table.values().forEach(entry -> {
            ApiRequest request = cast.request(entry);
            if (entry.who() == Who.ANYBODY) {
                softly.assertThat(request.send(http, loggedOut.bearer()).status())
                        .as(entry.name() + " does not look")
                        .isBetween(200, 299);
                return;
            }
            expect(request.send(http, loggedOut.bearer()), entry, 401, "ERR_UNAUTHENTICATED");
            expect(request.send(http, suspended.bearer()), entry, 401, "ERR_UNAUTHENTICATED");
            expect(request.send(http, "Authorization", "Bearer nonsense"), entry, 401, "ERR_UNAUTHENTICATED");
            expect(deletedKey.send(request.method(), request.path(), request.body()), entry, 401, "ERR_BAD_SIGNATURE");
            expect(
                    suspendedKey.send(request.method(), request.path(), request.body()),
                    entry,
                    401,
                    "ERR_BAD_SIGNATURE");
        });
        softly.assertAll();
    }

    @Test
    void showsStrangersNothingOfTheOwnersAndLetsThemTouchNothing() {
        String before = cast.rowsOfTheOwner();
        assertThat(before).contains(cast.owner().name());
        table.values().forEach(entry -> {
            if (entry.who() == Who.ANYBODY || entry.who() == Who.PUBLIC) {
                return;
            }
            // One each: what it does to himself must not spoil the next.
            Answer answer = cast.request(entry).send(http, Member.register(http).bearer());
            if (entry.own() || entry.who() == Who.OPERATOR) {
                softly.assertThat(answer.status())
                        .as("%s: %s", entry.name(), answer.body())
                        .isIn(403, 404);
            } else {
                softly.assertThat(answer.status())
                        .as("%s: %s", entry.name(), answer.body())
                        .isLessThan(500);
            }
            String repeated = cast.request(entry).path();
            cast.secrets().stream().filter(secret -> !repeated.contains(secret)).forEach(secret -> softly.assertThat(
                            answer.body())
                    .as(entry.name() + " shows the owner's")
                    .doesNotContain(secret));
        });
        softly.assertThat(cast.rowsOfTheOwner()).isEqualTo(before);
        softly.assertAll();
    }

    /** Or the test above could not fail. */
    @Test
    void showsTheOwnerWhatIsHis() {
        table.values().forEach(entry -> {
            if (entry.method().equals("GET") && (entry.who() == Who.USER || entry.who() == Who.LOGIN)) {
                Answer answer = cast.request(entry).send(http, cast.owner().bearer());
                softly.assertThat(answer.status())
                        .as("%s: %s", entry.name(), answer.body())
                        .isEqualTo(200);
                softly.assertThat(cast.secrets())
                        .as(entry.name() + ": " + answer.body())
                        .anyMatch(secret -> answer.body().contains(secret));
            }
        });
        softly.assertAll();
    }

    @Test
    void letsKeysDoNoMoreThanTheirScopesSay() {
        Member user = Member.register(http);
        SignedRequests reader = user.bot("\"read\"");
        SignedRequests trader = user.bot("\"trade\"");
        Member operator = Member.operator(http, jdbc);
        SignedRequests withoutAdmin = operator.bot("\"read\",\"trade\"");
        SignedRequests withAdmin = operator.bot("\"admin\"");
        table.values().forEach(entry -> {
            ApiRequest request = cast.request(entry);
            boolean reads = entry.method().equals("GET");
            switch (entry.who()) {
                case ANYBODY, PUBLIC -> {}
                case USER -> {
                    expect(signed(reads ? trader : reader, request), entry, 403, "ERR_SCOPE_MISSING");
                    softly.assertThat(signed(reads ? reader : trader, request).body())
                            .as(entry.name() + " with enough scope")
                            .doesNotContain("ERR_SCOPE_MISSING", "ERR_UNAUTHENTICATED", "ERR_BAD_SIGNATURE");
                    expect(signed(withAdmin, request), entry, 403, "ERR_SCOPE_MISSING");
                }
                case LOGIN -> {
                    expect(signed(withoutAdmin, request), entry, 403, "ERR_SCOPE_MISSING");
                    expect(signed(withAdmin, request), entry, 403, "ERR_SCOPE_MISSING");
                }
                case OPERATOR -> {
                    expect(signed(withoutAdmin, request), entry, 403, "ERR_SCOPE_MISSING");
                    expect(signed(reader, request), entry, 403, "ERR_FORBIDDEN");
                    expect(request.send(http, user.bearer()), entry, 403, "ERR_FORBIDDEN");
                }
            }
        });
        softly.assertAll();
    }

    /**
     * Signed for something else, at another time, or sent already. The keys have not the scope that the operation needs, so that nothing is done: what
     * they have signed well is refused for that alone, and only once.
     */
    @Test
    void refusesSignedRequestsThatAreOldOrChangedOrRepeated() {
        Member operator = Member.operator(http, jdbc);
        SignedRequests reader = operator.bot("\"read\"");
        SignedRequests trader = operator.bot("\"trade\"");
        table.values().stream().filter(entry -> entry.who() != Who.ANYBODY).forEach(entry -> {
            ApiRequest request = cast.request(entry);
            SignedRequests bot = entry.method().equals("GET") ? trader : reader;
            String method = request.method();
            String path = request.path();
            String body = request.body();
            long now = System.currentTimeMillis();
            expect(
                    bot.send(method, path, body, bot.headers(now - 5_500, null, method, path, body)),
                    entry,
                    401,
                    "ERR_OUTSIDE_WINDOW");
            expect(
                    bot.send(method, path, body, bot.headers(now + 60_000, null, method, path, body)),
                    entry,
                    401,
                    "ERR_OUTSIDE_WINDOW");
            for (List<String> other : List.of(
                    bot.headers(now, null, method.equals("GET") ? "POST" : "GET", path, body),
                    bot.headers(now, null, method, path + "x", body),
                    bot.headers(now, null, method, path, body + " "))) {
                expect(bot.send(method, path, body, other), entry, 401, "ERR_BAD_SIGNATURE");
            }
            List<String> good = bot.headers(System.currentTimeMillis(), null, method, path, body);
            Answer first = bot.send(method, path, body, good);
            if (entry.who() == Who.PUBLIC) {
                softly.assertThat(first.status()).as(entry.name()).isIn(200, 403);
            } else {
                expect(first, entry, 403, "ERR_SCOPE_MISSING");
            }
            expect(bot.send(method, path, body, good), entry, 401, "ERR_REPLAYED");
        });
        softly.assertAll();
    }

    private static Answer signed(SignedRequests bot, ApiRequest request) {
        return bot.send(request.method(), request.path(), request.body());
    }

    private void expect(Answer answer, Entry entry, int status, String code) {
        softly.assertThat(answer.status())
                .as("%s: %s", entry.name(), answer.body())
                .isEqualTo(status);
        softly.assertThat(answer.header("Content-Type")).as(entry.name()).startsWith("application/problem+json");
        softly.assertThat(answer.body()).as(entry.name()).contains("\"error_code\":\"" + code + "\"");
    }
}
