package io.hft.backend.config.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.BackendApplication;
import io.hft.backend.config.postgres.EmbeddedPostgres;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestDirectories;
import io.hft.backend.support.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A real primary with a real streaming standby: nobody ever misses what he has just done, whatever the standby does. */
@SpringBootTest(
        classes = BackendApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "hft.engine-client.port=1", "hft.funding.enabled=true"})
@ActiveProfiles("local")
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaReadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pair PAIR = Pair.start();

    private record Pair(EmbeddedPostgres primary, EmbeddedPostgres standby) {
        static Pair start() {
            try {
                Path home = TestDirectories.create("replica");
                int port;
                try (ServerSocket free = new ServerSocket(0)) {
                    port = free.getLocalPort();
                }
                // Made, and copied while it stands still.
                EmbeddedPostgres.start(home.resolve("primary"), TestPostgres.BINARIES, 0)
                        .close();
                copy(home.resolve("primary/data"), home.resolve("standby/data"));
                Files.createFile(home.resolve("standby/data/standby.signal"));
                Files.writeString(
                        home.resolve("standby/data/postgresql.auto.conf"),
                        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'\n"
                                .formatted(port, EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                return new Pair(
                        EmbeddedPostgres.start(home.resolve("primary"), TestPostgres.BINARIES, port),
                        EmbeddedPostgres.start(home.resolve("standby"), TestPostgres.BINARIES, 0));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            Files.createDirectories(to.getParent());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, to.resolve(from.relativize(file)), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }

        static String url(EmbeddedPostgres server) {
            return "postgresql://" + EmbeddedPostgres.USER + "@127.0.0.1:" + server.port() + "/"
                    + EmbeddedPostgres.DATABASE;
        }
    }

    @DynamicPropertySource
    static void databases(DynamicPropertyRegistry registry) {
        registry.add("hft.database.url", () -> Pair.url(PAIR.primary()));
        registry.add("hft.database.password", () -> EmbeddedPostgres.PASSWORD);
        registry.add("hft.database.replica.url", () -> Pair.url(PAIR.standby()));
        registry.add("hft.data-dir", () -> TestDirectories.create("test-data").toString());
    }

    @AfterAll
    static void stop() {
        PAIR.standby().close();
        PAIR.primary().close();
    }

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry metrics;

    private Http http;
    private String token;

    @BeforeEach
    void register() {
        http = new Http(port);
        String name = "u" + System.nanoTime();
        Answer registered = http.postJson(
                "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@test.invalid\",\"password\":\"correct horse battery\"}"
                        .formatted(name, name));
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        token = "Bearer " + registered.<String>json("$.access_token");
    }

    private void depositAndLook(int number) {
        Answer deposit = http.postJson(
                "/api/v1/deposits",
                "{\"asset\":\"BTC\",\"amount\":\"0.%03d\"}".formatted(number),
                "Authorization",
                token,
                "Idempotency-Key",
                "d" + number);
        assertThat(deposit.status()).as(deposit.body()).isEqualTo(201);
        Answer ledger = http.get("/api/v1/ledger?limit=1", "Authorization", token);
        assertThat(ledger.status()).as(ledger.body()).isEqualTo(200);
        assertThat(ledger.<String>json("$.items[0].amount")).isEqualTo("0.%03d00000".formatted(number));
    }

    private double reads(String from) {
        return metrics.get("hft.reads").tag("from", from).counter().count();
    }

    private static void onStandby(String sql) throws SQLException {
        execute(PAIR.standby(), sql);
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD)) {
            connection.createStatement().execute(sql);
        }
    }

    private void awaitReadsFromTheReplica() {
        double before = reads("replica");
        Awaitility.await("the replica serves").atMost(PATIENCE).until(() -> {
            assertThat(http.get("/api/v1/ledger", "Authorization", token).status())
                    .isEqualTo(200);
            return reads("replica") > before;
        });
    }

    @Test
    @Order(1)
    void showsEverybodyWhatHeHasJustDone() {
        for (int i = 1; i <= 100; i++) {
            depositAndLook(i);
        }
        awaitReadsFromTheReplica();
        for (String path : ReplicaReads.PATHS) {
            double before = reads("replica");
            Awaitility.await(path).atMost(PATIENCE).until(() -> {
                // Without an engine no market is known.
                assertThat(http.get(path.replace("*", "BTC-USD"), "Authorization", token)
                                .status())
                        .as(path)
                        .isEqualTo(path.contains("*") ? 503 : 200);
                return reads("replica") > before;
            });
        }
    }

    @Test
    @Order(2)
    void readsFromTheDatabaseWhileTheReplicaIsBehind() throws SQLException {
        awaitReadsFromTheReplica();
        onStandby("select pg_wal_replay_pause()");
        try {
            double before = reads("database");
            for (int i = 1; i <= 20; i++) {
                depositAndLook(i);
            }
            assertThat(reads("database") - before).isEqualTo(20);
        } finally {
            onStandby("select pg_wal_replay_resume()");
        }
        awaitReadsFromTheReplica();
    }

    @Test
    @Order(3)
    void readsNothingFromACopyOfAnotherDatabase() throws SQLException, IOException {
        Path home = TestDirectories.create("foreign");
        try (EmbeddedPostgres other = EmbeddedPostgres.start(home, TestPostgres.BINARIES, 0)) {
            // As far ahead as one that has been in use for long.
            for (int i = 0; i < 5; i++) {
                execute(other, "create table t" + i + " (i int)");
                execute(other, "select pg_switch_wal()");
            }
        }
        Files.createFile(home.resolve("data/standby.signal"));
        DriverManagerDataSource database =
                new DriverManagerDataSource(PAIR.primary().jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
        try (EmbeddedPostgres foreign = EmbeddedPostgres.start(home, TestPostgres.BINARIES, 0);
                Replica copy = new Replica(Pair.url(foreign), EmbeddedPostgres.PASSWORD, 2);
                Replica own = new Replica(Pair.url(PAIR.standby()), EmbeddedPostgres.PASSWORD, 2)) {
            Awaitility.await("the own copy is chosen").atMost(PATIENCE).until(() -> own.choose(database));
            Awaitility.await("the foreign one answers").atMost(PATIENCE).until(() -> isAhead(foreign, database));
            assertThat(copy.choose(database)).isFalse();
            assertThat(copy.isChosen()).isFalse();
        }
    }

    private static boolean isAhead(EmbeddedPostgres copy, DataSource database) {
        String position = JdbcClient.create(database)
                .sql("select pg_current_wal_insert_lsn()::text")
                .query(String.class)
                .single();
        return JdbcClient.create(
                        new DriverManagerDataSource(copy.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD))
                .sql("select pg_last_wal_replay_lsn() > ?::pg_lsn")
                .param(position)
                .query(Boolean.class)
                .single();
    }

    @Test
    @Order(4)
    void readsNothingFromACopyThatHasBeenPromoted() throws SQLException {
        awaitReadsFromTheReplica();
        onStandby("select pg_promote()");
        double before = reads("database");
        for (int i = 0; i < 20; i++) {
            assertThat(http.get("/api/v1/ledger", "Authorization", token).status())
                    .isEqualTo(200);
        }
        assertThat(reads("database") - before).isEqualTo(20);
    }

    @Test
    @Order(5)
    void goesOnWithoutTheReplica() {
        PAIR.standby().close();
        for (int i = 1; i <= 20; i++) {
            depositAndLook(i);
        }
    }
}
