package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.BackendApplication;
import io.hft.backend.config.DatabaseUrl;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile {@code production} as its operator meets it: a process of its own. */
class ProductionProfileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String OWN_PASSWORD = "kX4-vv81.Qm";

    @TempDir
    private Path directory;

    @Test
    void refusesToStartWithDefaultSecretsAndNamesThemAllAtOnce() throws Exception {
        Process process = start(Map.of(
                "HFT_SANDBOX", "true", "DATABASE_URL", TestPostgres.newDatabase(), "HFT_ADMIN_PASSWORD", "hunter2"));
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> errors = output().lines()
                .filter(line -> !line.isBlank() && !line.contains(" INFO ") && !line.startsWith("WARNING: "))
                .toList();
        assertThat(process.exitValue()).as(errors.toString()).isEqualTo(1);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst())
                .contains("production", "HFT_SANDBOX", "DATABASE_URL", "HFT_MASTER_KEY", "HFT_ADMIN_PASSWORD")
                .doesNotContain("hunter2", "trading_password");
    }

    @Test
    void opensNoSandboxWithSecretsOfItsOwn() throws Exception {
        int port = freePort();
        Process process = start(Map.of(
                "HFT_HTTP_PORT",
                Integer.toString(port),
                "DATABASE_URL",
                databaseOfItsOwnRole(),
                "HFT_MASTER_KEY",
                "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="));
        try {
            Http http = new Http(port);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                assertThat(process.isAlive()).as(output()).isTrue();
                return http.get("/api/v1/time").status() == 200;
            });
            for (String path : List.of("/api/v1/balances", "/api/v1/orders", "/api/v1/trading/portfolio/1")) {
                assertThat(http.get(path).status()).as(path).isEqualTo(401);
            }
            assertThat(http.get("/docs").status())
                    .as("the documentation is public")
                    .isBetween(200, 302);
            assertThat(http.get("/openapi.json").status()).isEqualTo(200);
            Members members = new Members(http);
            Answer tokens = members.register(Members.freshName());
            Answer balances = http.get("/api/v1/balances", Members.bearer(tokens));
            assertThat(balances.status()).isEqualTo(200);
            assertThat(balances.body()).as("nobody is given money").doesNotContain("100000");
            Answer deposit = http.postJson(
                    "/api/v1/deposits",
                    "{\"asset\":\"USD\",\"amount\":\"1\"}",
                    "Authorization",
                    "Bearer " + tokens.<String>json("$.access_token"),
                    "Idempotency-Key",
                    "k");
            assertThat(deposit.status()).as(deposit.body()).isBetween(400, 499);
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** A database whose owner has a password that stands nowhere in our documentation. */
    private static String databaseOfItsOwnRole() throws SQLException {
        String url = TestPostgres.newDatabase();
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        String role = "exchange_" + UUID.randomUUID().toString().substring(0, 8);
        String database = url.substring(url.lastIndexOf('/') + 1);
        try (Connection connection =
                        DriverManager.getConnection(parsed.jdbcUrl(), parsed.username(), parsed.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + role + " login password '" + OWN_PASSWORD + "'");
            statement.execute("alter database " + database + " owner to " + role);
            statement.execute("alter schema public owner to " + role);
        }
        return url.replace(parsed.username() + ":" + parsed.password() + "@", role + ":" + OWN_PASSWORD + "@");
    }

    private Process start(Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackendApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Map<String, String> environment = new HashMap<>(Map.of(
                "SPRING_PROFILES_ACTIVE", "production",
                "HFT_BIND", "127.0.0.1",
                "HFT_HTTP_PORT", "0",
                "HFT_MANAGEMENT_PORT", "0",
                "GRPC_ENGINE_PORT", "1",
                "HFT_DB_POOL_SIZE", "5",
                "HFT_DATA_DIR", directory.resolve("data").toString()));
        environment.putAll(settings);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
