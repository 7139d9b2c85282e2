package io.hft.tui.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CredentialsTest {
    private static final String TOKENS = "{\"user_id\":2,\"access_token\":\"%s\",\"refresh_token\":\"%s\"}";
    private final ScriptedBackend backend = new ScriptedBackend();

    @TempDir
    private Path config;

    private Credentials credentials;

    @BeforeEach
    void prepare() {
        credentials = Credentials.of(Map.of("XDG_CONFIG_HOME", config.toString()));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private StoredLogin loggedIn() {
        StoredLogin login = new StoredLogin(credentials, "default", backend.url());
        login.keep("ada", new JsonMapper().readTree(TOKENS.formatted("a1", "r1")));
        return login;
    }

    @Test
    void keepsTokensWhereOnlyTheirOwnerReads() throws IOException {
        loggedIn();
        assertThat(credentials.file()).isEqualTo(config.resolve("hft/profiles.json"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials.directory())))
                .isEqualTo("rwx------");
        try (var files = Files.list(credentials.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("profiles.json", ".lock");
        }
    }

    @Test
    void sendsTokensToTheBackendThatGaveThemAndNoOther() {
        loggedIn();
        assertThat(new StoredLogin(credentials, "default", backend.url()).accessToken())
                .hasValue("a1");
        assertThat(new StoredLogin(credentials, "default", URI.create("http://elsewhere:8000")).accessToken())
                .isEmpty();
        assertThat(new StoredLogin(credentials, "other", backend.url()).accessToken())
                .isEmpty();
    }

    @Test
    void renewsATokenThatHasRunOut() {
        StoredLogin login = loggedIn();
        backend.answers(401, "{}").answers(200, TOKENS.formatted("a2", "r2")).answers(200, "[]");

        assertThat(new BackendClient(backend.url(), login, Duration.ofSeconds(5))
                        .get("/api/v1/balances")
                        .isArray())
                .isTrue();
        assertThat(backend.requests())
                .extracting(ScriptedBackend.Request::path, ScriptedBackend.Request::token)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/api/v1/balances", "Bearer a1"),
                        org.assertj.core.groups.Tuple.tuple("/api/v1/auth/refresh", null),
                        org.assertj.core.groups.Tuple.tuple("/api/v1/balances", "Bearer a2"));
        assertThat(credentials.profile("default").login())
                .extracting(Profile.Login::refreshToken)
                .isEqualTo("r2");
    }

    @Test
    void renewsOnceForManyThatAskAtATime() throws Exception {
        loggedIn();
        backend.answers(200, TOKENS.formatted("a2", "r2"));
        List<Future<Optional<String>>> renewals = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                StoredLogin login = new StoredLogin(credentials, "default", backend.url());
                renewals.add(threads.submit(() -> login.renew("a1")));
            }
        }
        for (Future<Optional<String>> renewal : renewals) {
            assertThat(renewal.get()).hasValue("a2");
        }
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void aLoginThatHasEndedStaysRefusedInsteadOfActingAsSomebodyElse() {
        StoredLogin login = loggedIn();
        backend.answers(401, "{\"error_code\":\"ERR_BAD_CREDENTIALS\",\"detail\":\"over\"}");
        BackendClient client = new BackendClient(backend.url(), login, Duration.ofSeconds(5));

        assertThatThrownBy(() -> client.post("/api/v1/orders", Map.of(), "k")).isInstanceOf(BackendProblem.class);
        assertThatThrownBy(() -> client.post("/api/v1/orders", Map.of(), "k")).isInstanceOf(BackendProblem.class);
        assertThat(backend.requests())
                .filteredOn(request -> request.path().equals("/api/v1/orders"))
                .extracting(ScriptedBackend.Request::token)
                .containsOnly("Bearer a1");
    }

    @Test
    void forgetsALoginAndKeepsTheRest() {
        StoredLogin login = loggedIn();
        login.forget();
        assertThat(login.accessToken()).isEmpty();
        assertThat(credentials.profile("default").url()).isEqualTo(backend.url());
    }

    @Test
    void keepsWhatSomebodyHasWrittenIntoTheFile() throws IOException {
        Files.createDirectories(credentials.directory());
        Files.writeString(
                credentials.file(),
                "{\"profiles\":{\"default\":{\"confirm_above\":5000},\"venue\":{\"url\":\"https://exchange.example.com\"}}}");
        loggedIn();
        assertThat(credentials.profile("default").confirmAbove()).isEqualTo("5000");
        assertThat(credentials.profile("venue").url()).hasToString("https://exchange.example.com");
        assertThat(credentials.profile("venue").login()).isNull();
    }

    @Test
    void saysWhichFileIsDamaged() throws IOException {
        Files.createDirectories(credentials.directory());
        Files.writeString(credentials.file(), "{");
        assertThatThrownBy(() -> credentials.profile("default")).hasMessageContaining("profiles.json");
    }
}
