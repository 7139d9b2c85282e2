package io.hft.backend.config.postgres;

import io.hft.backend.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One data directory and, while it runs, the server process on it. Not thread-safe but for {@link #awaitEnd}. */
final class PostgresServer {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final long LOG_BYTES_MAX = 10 << 20;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path home;
    private final Path logFile;
    private final int port;
    private volatile @Nullable Process process;

    PostgresServer(PostgresBinaries binaries, Path home, int port) {
        this.binaries = binaries;
        this.home = home;
        this.data = home.resolve("data");
        this.logFile = home.resolve("postgres.log");
        this.port = port;
    }

    int port() {
        return port;
    }

    long processId() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes a new data directory unless there is one. It appears under its name only when it is whole. */
    void initialize() throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path fresh = home.resolve("data.new");
        FileSystemUtils.deleteRecursively(fresh);
        Path password = Files.createTempFile(home, "password", "");
        try {
            Files.writeString(password, EmbeddedPostgres.PASSWORD);
            binaries.run(
                    home.resolve("initdb.log"),
                    "initdb",
                    "--pgdata=" + fresh,
                    "--username=" + EmbeddedPostgres.USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale");
        } finally {
            Files.deleteIfExists(password);
        }
        Files.move(fresh, data);
    }

    /**
     * Starts the process and waits until it takes connections. A predecessor that was killed may hold its shared memory for a moment, so that is
     * tried again.
     */
    void start() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            PostmasterFile.in(data).filter(left -> !left.isAlive(data)).ifPresent(PostgresServer::forget);
            long logStart = prepareLog();
            Process started = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            process = started;
            if (awaitConnections(started, deadline)) {
                createDatabase();
                return;
            }
            String output = Files.readString(logFile).substring((int) Math.min(logStart, Files.size(logFile)));
            boolean held = output.contains("shared memory block") || output.contains("lock file");
            if (!held || System.nanoTime() > deadline) {
                throw new StartupFailure("PostgreSQL does not start: " + PostgresBinaries.lastLine(logFile, logStart)
                        + " (see " + logFile + ")");
            }
            pause();
        }
    }

    private static void forget(PostmasterFile left) {
        try {
            left.deleteStale();
        } catch (IOException e) {
            throw new StartupFailure("cannot delete " + left.file() + ": " + e.getMessage());
        }
    }

    /** Disconnects everybody and waits for the end. */
    void stop() throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            binaries.stop(data);
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException("process " + running.pid() + " lives on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the present process; its exit code. */
    int awaitEnd() throws InterruptedException {
        Process running = process;
        return running == null ? 0 : running.waitFor();
    }

    private List<String> command() {
        return binaries.command(
                "postgres",
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "shared_buffers=48MB",
                "-c",
                "max_connections=100",
                "-c",
                "max_wal_size=512MB",
                "-c",
                "jit=off",
                "-c",
                "timezone=UTC",
                "-c",
                "log_checkpoints=off",
                "-c",
                "log_min_messages=warning",
                "-c",
                "log_min_error_statement=panic");
    }

    private long prepareLog() throws IOException {
        if (!Files.exists(logFile)) {
            Files.createFile(logFile);
        }
        if (Files.size(logFile) > LOG_BYTES_MAX) {
            Files.write(logFile, new byte[0]);
        }
        return Files.size(logFile);
    }

    /** False when the process ended instead. */
    private boolean awaitConnections(Process started, long deadline) throws IOException {
        while (started.isAlive()) {
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(5)) {
                    return true;
                }
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    started.destroyForcibly();
                    throw new StartupFailure("PostgreSQL does not take connections on port " + port + " (see " + logFile
                            + "): " + e.getMessage());
                }
            }
            pause();
        }
        return false;
    }

    private void createDatabase() throws IOException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            var found = statement.executeQuery(
                    "select 1 from pg_database where datname = '" + EmbeddedPostgres.DATABASE + "'");
            if (!found.next()) {
                statement.execute("create database " + EmbeddedPostgres.DATABASE);
            }
        } catch (SQLException e) {
            throw new IOException("cannot create the database: " + e.getMessage(), e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(database) + "?connectTimeout=5&socketTimeout=30",
                EmbeddedPostgres.USER,
                EmbeddedPostgres.PASSWORD);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL starts", e);
        }
    }
}
