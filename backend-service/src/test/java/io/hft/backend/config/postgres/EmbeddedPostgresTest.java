package io.hft.backend.config.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hft.backend.config.StartupFailure;
import io.hft.backend.support.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void keepsDataOverRestartsAndForcesCommitsToDisk() throws SQLException {
        try (EmbeddedPostgres postgres = start(0)) {
            execute(postgres, "create table kept as select 42 as answer");
            assertThat(query(postgres, "show server_version")).startsWith("18.");
            assertThat(query(postgres, "show fsync")).isEqualTo("on");
            assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
        try (EmbeddedPostgres postgres = start(0)) {
            assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void stopsItsServerAndLetsOthersHaveTheDirectory() {
        EmbeddedPostgres postgres = start(0);
        ProcessHandle server = ProcessHandle.of(postgres.processId()).orElseThrow();
        postgres.close();
        await().atMost(PATIENCE).until(() -> !server.isAlive());
        assertThat(directory.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void bringsADeadServerUpAgain() throws SQLException {
        try (EmbeddedPostgres postgres = start(0)) {
            execute(postgres, "create table kept as select 42 as answer");
            long first = postgres.processId();
            assertThat(ProcessHandle.of(first).orElseThrow().destroyForcibly()).isTrue();
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
                assertThat(postgres.processId()).isNotEqualTo(first);
            });
        }
    }

    @Test
    void refusesATakenPortInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("HFT_DB_PORT");
        }
    }

    @Test
    void refusesADirectoryThatAnotherBackendOwns() {
        try (EmbeddedPostgres postgres = start(0)) {
            assertThatThrownBy(() -> start(0))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("in use by another backend")
                    .hasMessageContaining("HFT_DATA_DIR");
            assertThat(ProcessHandle.of(postgres.processId())).isPresent();
        }
    }

    @Test
    void takesOverFromABackendThatWasKilled() throws Exception {
        Path said = directory.resolve("said");
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        directory.resolve("postgres").toString(),
                        said.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("owner.log").toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(said) || !killed.isAlive());
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        List<String> owner = Files.readAllLines(said);
        int port = Integer.parseInt(owner.get(0));
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(owner.get(1))).orElseThrow();
        assertThat(orphan.isAlive()).as("the server outlives its backend").isTrue();

        // On the very port that the orphan still holds.
        try (EmbeddedPostgres postgres = start(port)) {
            assertThat(postgres.processId()).isNotEqualTo(orphan.pid());
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void startsBesideAStaleProcessNumberOfSomebodyElse() throws Exception {
        start(0).close();
        Path file = directory.resolve("postgres/data/postmaster.pid");
        // As a killed server leaves it when its number was given to another process since: this one.
        Files.write(
                file,
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        directory.resolve("postgres/data").toString(),
                        "1",
                        "1",
                        "",
                        "127.0.0.1",
                        "",
                        "ready"));
        try (EmbeddedPostgres postgres = start(0)) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    /** A backend to be killed. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), TestPostgres.BINARIES, 0);
            execute(postgres, "create table kept as select 42 as answer");
            Path fresh = Path.of(args[1] + ".new");
            Files.write(fresh, List.of(Integer.toString(postgres.port()), Long.toString(postgres.processId())));
            Files.move(fresh, Path.of(args[1]));
            Thread.currentThread().join();
        }
    }

    private EmbeddedPostgres start(int port) {
        return EmbeddedPostgres.start(directory.resolve("postgres"), TestPostgres.BINARIES, port);
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
    }
}
