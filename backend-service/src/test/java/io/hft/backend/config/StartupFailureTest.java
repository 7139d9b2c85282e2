package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.BackendApplication;
import io.hft.backend.support.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each in a process of its own, as its operator sees it. */
class StartupFailureTest {
    @TempDir
    private Path directory;

    @Test
    void saysInOneLineThatTheHttpPortIsTaken() throws Exception {
        try (ServerSocket taken = takenPort()) {
            String port = Integer.toString(taken.getLocalPort());
            assertFailsWith(Map.of("HFT_HTTP_PORT", port), "port " + port, "HFT_HTTP_PORT");
        }
    }

    @Test
    void saysInOneLineThatTheDatabasePortIsTakenAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken = takenPort()) {
            String port = Integer.toString(taken.getLocalPort());
            assertFailsWith(Map.of("HFT_DB_PORT", port), "port " + port, "HFT_DB_PORT");
            assertThat(directory.resolve("data/postgres/data/postmaster.pid")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, mysql://u:hunter2@host/db, postgresql://user:password@host:port/database",
        "DATABASE_URL, postgresql://u:hunter2@127.0.0.1:1/db, the database cannot be used",
        "REDIS_URL, redis://:hunter2@host, REDIS_URL has the form",
        "HFT_HTTP_PORT, http, a port from 0 to 65535",
    })
    void saysInOneLineWhichSettingIsWrong(String variable, String value, String message) throws Exception {
        assertFailsWith(Map.of(variable, value), message, "");
    }

    @Test
    void refusesADatabaseThatALaterVersionHasMigrated() throws Exception {
        String url = TestPostgres.newDatabase();
        assertThat(migrate(url)).isZero();
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        try (Connection connection =
                        DriverManager.getConnection(parsed.jdbcUrl(), parsed.username(), parsed.password());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success)"
                            + " values (900, '900', 'later', 'SQL', 'V900__later.sql', 1, 'test', 1, true)");
        }

        assertThat(migrate(url)).isOne();
        assertFailsWith(Map.of("DATABASE_URL", url), "the database is not of this version", "900");
    }

    private static int migrate(String url) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return DatabaseMigration.run(List.of(), Map.of("DATABASE_URL", url), nowhere, nowhere);
    }

    private void assertFailsWith(Map<String, String> settings, String message, String advice) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackendApplication.class.getName(),
                        "--spring.datasource.hikari.initialization-fail-timeout=1")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "HFT_HTTP_PORT", "0",
                        "HFT_MANAGEMENT_PORT", "0",
                        "HFT_DB_PORT", "0",
                        "HFT_DATA_DIR", directory.resolve("data").toString(),
                        "HFT_POSTGRES_BINARIES_DIR", TestPostgres.BINARIES.toString()));
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> errors = Files.readAllLines(output).stream()
                .filter(line -> !line.isBlank() && !line.contains(" INFO ") && !line.startsWith("WARNING: "))
                .toList();
        assertThat(process.exitValue()).as(errors.toString()).isEqualTo(1);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).contains(message, advice).doesNotContain("hunter2");
    }

    private static ServerSocket takenPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }
}
