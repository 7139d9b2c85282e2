package io.hft.backend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.BackendApplication;
import io.hft.backend.api.ApiDocument.Operation;
import io.hft.backend.api.ApiTable.Entry;
import io.hft.backend.api.ApiTable.Who;
import io.hft.backend.identity.SignedRequests;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.Parallel;
import io.hft.backend.support.TestEngine;
import io.hft.backend.web.BodyLimit;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * Has every operation answer with every status and every error code that the OpenAPI document says it may answer with, and with no other: all answers go
 * into a ledger, which is held against the document when all scenes are played. What an operation refuses for reasons of its own stands in
 * {@link Refusal}. Run the class as a whole.
 */
@BackendTest
@DirtiesContext
@Import(Faults.class)
@TestPropertySource(
        properties = {
            "hft.sandbox.enabled=false",
            "hft.funding.enabled=true",
            "hft.limits.enabled=false",
            "hft.reconciliation.enabled=false",
            "hft.orders.repeat-timeout=300ms",
            "hft.orders.settlement-timeout=4s",
            "hft.orders.admission-timeout=5s",
            "spring.datasource.hikari.connection-timeout=250"
        })
class DocumentedStatusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestEngine ENGINE = new TestEngine();
    /** Need a scene that is played elsewhere: a backend whose orders, or whose settlement, stand still. */
    private static final Set<String> ELSEWHERE = Set.of(
            // orders/OverloadTest
            "POST /api/v1/orders 503 ERR_UNAVAILABLE", "POST /api/v1/orders/batch 503 ERR_UNAVAILABLE");

    private static ApiLedger ledger;
    private static ApiCast cast;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource dataSource;

    private Http http;
    private ApiDocument document;
    private final Map<String, Entry> table = ApiTable.byName();
    private final SoftAssertions softly = new SoftAssertions();

    @DynamicPropertySource
    static void engine(DynamicPropertyRegistry registry) {
        registry.add("hft.engine-client.port", ENGINE::port);
    }

    @BeforeEach
    void openTheExchange() {
        document = ApiDocument.of(new Http(port));
        if (ledger == null) {
            ledger = new ApiLedger(document);
        }
        http = new Http(port, ledger);
        if (cast == null) {
            cast = new ApiCast(http, jdbc);
            cast.maker().done(ApiCast.order("SELL", "50500", "1", "for-simple-buys"));
        }
    }

    @AfterAll
    static void comparesTheDocumentWithWhatWasAnswered() {
        ENGINE.close();
        assertThat(ledger.differences(ELSEWHERE)).isEmpty();
    }

    @Test
    void worksAsTheTableSays() {
        Member operator = Member.operator(http, jdbc);
        table.values().forEach(entry -> {
            boolean spoils = entry.who() != Who.ANYBODY
                    && !entry.method().equals("GET")
                    && (entry.who() != Who.USER || entry.own() || entry.method().equals("DELETE"));
            ApiCast own = spoils ? new ApiCast(http, jdbc) : cast;
            Answer answer = own.request(entry).send(http, credentials(entry, own.owner(), operator));
            softly.assertThat(answer.status())
                    .as("%s: %s", entry.name(), answer.body())
                    .isEqualTo(document.operations().get(entry.name()).success());
        });
        softly.assertAll();
    }

    @Test
    void refusesBadCredentials() {
        Member user = Member.register(http);
        SignedRequests reader = user.bot("\"read\"");
        SignedRequests trader = user.bot("\"trade\"");
        table.values().stream().filter(entry -> entry.who() != Who.ANYBODY).forEach(entry -> {
            ApiRequest request = cast.request(entry);
            expect(request.send(http, "Authorization", "Bearer nonsense"), entry, "ERR_UNAUTHENTICATED");
            // Without the scope, so that the first has no effect; it is used up all the same.
            SignedRequests bot = entry.method().equals("GET") ? trader : reader;
            long now = System.currentTimeMillis();
            List<String> signed = bot.headers(now, null, request.method(), request.path(), request.body());
            Answer first = bot.send(request.method(), request.path(), request.body(), signed);
            if (entry.who() != Who.PUBLIC) {
                softly.assertThat(first.status())
                        .as("%s: %s", entry.name(), first.body())
                        .isEqualTo(403);
            }
            expect(bot.send(request.method(), request.path(), request.body(), signed), entry, "ERR_REPLAYED");
            List<String> changed = bot.headers(now + 1, null, request.method(), request.path() + "?x", request.body());
            expect(bot.send(request.method(), request.path(), request.body(), changed), entry, "ERR_BAD_SIGNATURE");
            List<String> old = bot.headers(now - 60_000, null, request.method(), request.path(), request.body());
            expect(bot.send(request.method(), request.path(), request.body(), old), entry, "ERR_OUTSIDE_WINDOW");
        });
        softly.assertAll();
    }

    @Test
    void refusesCredentialsThatAreNotEnough() {
        Member user = Member.register(http);
        SignedRequests withoutAdmin = Member.operator(http, jdbc).bot("\"read\",\"trade\"");
        table.values().stream().filter(entry -> entry.who() == Who.OPERATOR).forEach(entry -> {
            ApiRequest request = cast.request(entry);
            expect(request.send(http, user.bearer()), entry, "ERR_FORBIDDEN");
            expect(withoutAdmin.send(request.method(), request.path(), request.body()), entry, "ERR_SCOPE_MISSING");
        });
        softly.assertAll();
    }

    @Test
    void refusesBadBodies() {
        Member operator = Member.operator(http, jdbc);
        table.values().stream().filter(entry -> !entry.body().isEmpty()).forEach(entry -> {
            ApiRequest request = cast.request(entry);
            String[] credentials = credentials(entry, cast.owner(), operator);
            expect(request.with("{\"").send(http, credentials), entry, "ERR_MALFORMED_BODY");
            expect(
                    request.with(" ".repeat(BodyLimit.MAX_BYTES + 1)).send(http, credentials),
                    entry,
                    "ERR_BODY_TOO_LARGE");
            expect(
                    request.with(request.body().replaceAll(":\\s*(\"[^\"]*\"|[0-9]+|\\[.*])", ":{}"))
                            .send(http, credentials),
                    entry,
                    "ERR_VALIDATION");
            List<String> text = new ArrayList<>(List.of(credentials));
            text.addAll(List.of("Content-Type", "text/plain", "Idempotency-Key", "text"));
            expect(
                    http.send(
                            request.method(),
                            request.path(),
                            request.body().getBytes(StandardCharsets.UTF_8),
                            false,
                            text.toArray(String[]::new)),
                    entry,
                    "ERR_UNSUPPORTED_MEDIA_TYPE");
        });
        softly.assertAll();
    }

    @Test
    void refusesBadParameters() {
        Member operator = Member.operator(http, jdbc);
        table.values().forEach(entry -> {
            Operation operation = document.operations().get(entry.name());
            ApiRequest request = cast.request(entry);
            String[] credentials = credentials(entry, cast.owner(), operator);
            for (Map<String, Object> parameter : operation.typedParameters()) {
                String name = parameter.get("name").toString();
                String path = parameter.get("in").equals("path")
                        ? entry.path().replace("{" + name + "}", "nonsense")
                        : request.path().replaceAll("\\?.*", "") + "?" + name + "=nonsense";
                Answer answer = request.to(path).send(http, credentials);
                expect(answer, entry, "ERR_VALIDATION");
                softly.assertThat(answer.body()).as(entry.name()).contains("\"field\":\"" + name + "\"");
            }
        });
        softly.assertAll();
    }

    @Test
    void refusesForReasonsOfItsOwn() {
        Member operator = Member.operator(http, jdbc);
        Member stranger = Member.register(http);
        ApiCast own = new ApiCast(http, jdbc);
        for (Refusal refusal : Refusal.ALL) {
            Entry entry = refusal.entry(table.get(refusal.operation()));
            String[] credentials =
                    switch (refusal.by()) {
                        case OWNER -> own.owner().bearer();
                        case STRANGER -> stranger.bearer();
                        case OPERATOR -> operator.bearer();
                        case NOBODY -> new String[0];
                    };
            Answer answer = own.request(entry).send(http, credentials);
            expect(answer, entry, refusal.code().code());
            softly.assertThat(answer.status())
                    .as(entry.name())
                    .isEqualTo(refusal.code().status());
        }
        softly.assertAll();
    }

    @Test
    void playsTheScenesThatTakeMoreThanOneRequest() throws Exception {
        ApiScenes scenes = new ApiScenes(http, jdbc, dataSource);
        scenes.sendsOneKeyWithTwoBodies(cast);
        scenes.meetsItself(new ApiCast(http, jdbc));
        scenes.makesAsManyKeysAsOneMay();
        scenes.repeatsWhatIsUnderWay(new ApiCast(http, jdbc));
    }

    @Test
    void hidesItsOwnFaults() {
        Member operator = Member.operator(http, jdbc);
        table.values().forEach(entry -> {
            List<String> headers = new ArrayList<>(List.of(credentials(entry, cast.owner(), operator)));
            headers.addAll(List.of(Faults.HEADER, "please"));
            expect(cast.request(entry).send(http, headers.toArray(String[]::new)), entry, "ERR_INTERNAL");
        });
        softly.assertAll();
    }

    @Test
    void saysSoWhenTheDatabaseIsAway() throws Exception {
        List<Entry> entries = table.values().stream()
                .filter(entry ->
                        entry.path().startsWith("/api/") || entry.path().equals("/health"))
                .toList();
        // Of their own, since what gets through has its effect.
        ApiCast own = new ApiCast(http, jdbc);
        List<ApiRequest> requests = entries.stream().map(own::request).toList();
        String[] remembered = own.owner().bearer();
        List<Connection> all = new ArrayList<>();
        List<Answer> unknown;
        List<Answer> known;
        try {
            takeAll(all);
            unknown = Parallel.call(entries.size(), i -> requests.get(i)
                    .send(http, signedBySomebody("hft_" + "x".repeat(22) + (i + 10))));
            known = Parallel.call(entries.size(), i -> requests.get(i).send(http, remembered));
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            softly.assertThat(unknown.get(i).status())
                    .as("%s: %s", entry.name(), unknown.get(i).body())
                    .isEqualTo(503);
            if (!entry.path().equals("/health")) {
                expect(unknown.get(i), entry, "ERR_DATABASE_UNAVAILABLE");
                softly.assertThat(unknown.get(i).header("Retry-After"))
                        .as(entry.name())
                        .isNotEmpty();
            }
            softly.assertThat(known.get(i).status())
                    .as("%s: %s", entry.name(), known.get(i).body())
                    .isNotEqualTo(500);
        }
        softly.assertAll();
    }

    @Test
    void saysSoWhenTheEngineIsAway() {
        ApiCast own = new ApiCast(http, jdbc);
        Member operator = Member.operator(http, jdbc);
        ENGINE.stop();
        try {
            for (String operation : List.of(
                    "GET /api/v1/market/{symbol}/book",
                    "POST /api/v1/trading/execute",
                    "POST /api/v1/orders",
                    "POST /api/v1/orders/batch",
                    "PATCH /api/v1/orders/{order_id}",
                    "DELETE /api/v1/orders/{order_id}",
                    "DELETE /api/v1/orders",
                    "GET /api/v1/admin/instruments",
                    "PUT /api/v1/admin/instruments/{symbol}",
                    "PUT /api/v1/admin/instruments/{symbol}/trading-state",
                    "PUT /api/v1/admin/risk-limits",
                    "PUT /api/v1/admin/kill-switch",
                    "POST /api/v1/admin/snapshots")) {
                Entry entry = table.get(operation);
                Answer answer = own.request(entry).send(http, credentials(entry, own.owner(), operator));
                expect(answer, entry, "ERR_ENGINE_UNAVAILABLE");
                softly.assertThat(answer.header("Retry-After")).as(entry.name()).isNotEmpty();
            }
        } finally {
            ENGINE.start();
        }
        await().atMost(PATIENCE)
                .until(() -> http.get("/api/v1/market/BTC-USD/book").status() == 200);
        softly.assertAll();
    }

    /** Another backend: it never met an engine, and its budgets are small. */
    @Test
    void refusesWhoAsksTooOftenAndWhatItDoesNotKnowYet() {
        try (ConfigurableApplicationContext limited = new SpringApplicationBuilder(BackendApplication.class)
                .profiles("local")
                .initializers(new BackendTest.OwnDatabase())
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--hft.engine-client.port=1",
                        "--hft.funding.enabled=false",
                        "--hft.reconciliation.enabled=false",
                        "--server.forward-headers-strategy=native",
                        "--hft.limits.orders.burst=1",
                        "--hft.limits.orders.per-second=1",
                        "--hft.limits.cancels.burst=1",
                        "--hft.limits.cancels.per-second=1",
                        "--hft.limits.anonymous-reads.burst=1",
                        "--hft.limits.anonymous-reads.per-second=1",
                        "--hft.limits.logins.burst=1",
                        "--hft.limits.logins.per-second=1")) {
            Http small = new Http(Integer.parseInt(limited.getEnvironment().getProperty("local.server.port")), ledger);
            Answer never = small.get("/api/v1/admin/reconciliation?last=true", "X-Forwarded-For", "203.0.113.254");
            assertThat(never.<String>json("$.error_code")).isEqualTo("ERR_UNAVAILABLE");
            int address = 0;
            for (Entry entry : table.values()) {
                if (!entry.path().startsWith("/api/")) {
                    continue;
                }
                String from = "203.0.113." + ++address;
                ApiRequest request = new ApiRequest(
                        entry.method(),
                        entry.path().replaceAll("\\{[a-z_]+}", "1"),
                        entry.body().replaceAll("\\{[a-z_]+}", "1"),
                        entry.keyed());
                await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
                    Answer answer = request.send(small, "X-Forwarded-For", from);
                    return answer.status() == 429
                            && !answer.header("Retry-After").isEmpty();
                });
            }
        }
    }

    /** Also those that are in use just now, and come back. */
    private void takeAll(List<Connection> taken) {
        AtomicInteger failures = new AtomicInteger();
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            try {
                taken.add(dataSource.getConnection());
                failures.set(0);
            } catch (SQLException e) {
                failures.incrementAndGet();
            }
            return failures.get() > 4;
        });
    }

    private static String[] signedBySomebody(String keyId) {
        return new String[] {
            "X-Api-Key",
            keyId,
            "X-Api-Timestamp",
            Long.toString(System.currentTimeMillis()),
            "X-Api-Signature",
            "0".repeat(64)
        };
    }

    private static String[] credentials(Entry entry, Member owner, Member operator) {
        return switch (entry.who()) {
            case ANYBODY, PUBLIC -> new String[0];
            case USER, LOGIN -> owner.bearer();
            case OPERATOR -> operator.bearer();
        };
    }

    private void expect(Answer answer, Entry entry, String code) {
        softly.assertThat(answer.body()).as(entry.name()).contains("\"error_code\":\"" + code + "\"");
        softly.assertThat(answer.header("Content-Type")).as(entry.name()).startsWith("application/problem+json");
    }
}
