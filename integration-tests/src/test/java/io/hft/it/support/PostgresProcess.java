package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL of the suite's own, from the binaries that come with the backend: nobody's child but ours, so that it can be killed and
 * paused by itself. Every commit is forced to disk, as a careful operator has it.
 */
public final class PostgresProcess {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    static final String USER = "trading_user";
    static final String PASSWORD = "trading_password";
    static final String DATABASE = "trading_db";

    private final Path data;
    private final Path log;
    private final int port;
    private final Path binaries;
    private Process process;

    private PostgresProcess(Path binaries, Path home, Path log, int port, Process process) {
        this.binaries = binaries;
        this.data = home.resolve("data");
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /** Makes a new database below a directory and starts its server. */
    public static PostgresProcess create(Path home, Path log, int port) {
        try {
            Files.createDirectories(home);
            Files.createDirectories(log.getParent());
            Path binaries = PostgresBinaries.unpacked();
            Path password = Files.writeString(home.resolve("password"), PASSWORD);
            Process made = new ProcessBuilder(command(
                            binaries,
                            "initdb",
                            "--pgdata=" + home.resolve("data"),
                            "--username=" + USER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--no-locale"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (made.waitFor() != 0) {
                throw new IllegalStateException("initdb failed: " + Files.readString(log));
            }
            PostgresProcess postgres = new PostgresProcess(binaries, home, log, port, made);
            postgres.start();
            postgres.awaitServing();
            try (Connection connection = postgres.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + DATABASE);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * A streaming copy of another one, which stands still while it is copied: starts both.
     *
     * @param home where nothing is yet
     */
    public static PostgresProcess streamingCopy(PostgresProcess primary, Path home, Path log, int port) {
        primary.stop();
        PostgresProcess copy = new PostgresProcess(primary.binaries, home, log, port, primary.process);
        try {
            Files.createDirectories(home);
            Files.createDirectories(log.getParent());
            try (Stream<Path> files = Files.walk(primary.data)) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, copy.data.resolve(primary.data.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            Files.createFile(copy.data.resolve("standby.signal"));
            Files.writeString(
                    copy.data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%n"
                            .formatted(primary.port, USER, PASSWORD),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        primary.start();
        primary.awaitServing();
        copy.start();
        copy.awaitServing();
        return copy;
    }

    /** Runs a statement in the platform's database. */
    public void execute(String sql) {
        try (Connection connection = connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What a backend is given as {@code DATABASE_URL}, through whatever listens on the port. */
    public static String url(int port) {
        return url("127.0.0.1", port);
    }

    static String url(String host, int port) {
        return "postgresql://" + USER + ":" + PASSWORD + "@" + host + ":" + port + "/" + DATABASE;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Starts the server; it may recover for a while before it serves. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("PostgreSQL runs already");
        }
        try {
            // The process that wrote it is dead, and its number may be somebody else's by now.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
            List<String> command = command(binaries, "postgres", "-D", data.toString(), "-p", Integer.toString(port));
            for (String setting : List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "synchronous_commit=on",
                    "full_page_writes=on",
                    "shared_buffers=48MB",
                    "max_connections=80",
                    "jit=off",
                    "timezone=UTC",
                    "log_min_messages=warning")) {
                command.addAll(List.of("-c", setting));
            }
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitServing() {
        Awaitility.await("PostgreSQL serves")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(25))
                .until(this::isServing);
    }

    public boolean isServing() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=2&socketTimeout=10",
                USER,
                PASSWORD);
    }

    /** kill -9 of the server and of all its processes, as a machine that goes down does it. */
    public void kill() {
        // Paused first, so that it makes no more while it dies.
        List<ProcessHandle> all = paused();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor();
            for (ProcessHandle one : all) {
                one.onExit().get(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a process of PostgreSQL does not die", e);
        }
    }

    /** SIGSTOP for the server and all its processes. */
    public void pause() {
        paused();
    }

    private List<ProcessHandle> paused() {
        Signals.send("STOP", List.of(process.toHandle()));
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        Signals.send("STOP", all);
        all.add(process.toHandle());
        return all;
    }

    public void resume() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        Signals.send("CONT", all);
    }

    /** Ends it in order. */
    public void stop() {
        if (!isAlive()) {
            return;
        }
        resume();
        Signals.send("INT", List.of(process.toHandle()));
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL refuses to run as root; a user namespace without a mapping makes it somebody else for its own eyes. */
    private static List<String> command(Path binaries, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux") && "root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
