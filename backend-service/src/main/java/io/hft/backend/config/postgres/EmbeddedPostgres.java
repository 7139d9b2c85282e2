package io.hft.backend.config.postgres;

import io.hft.backend.config.PortCheck;
import io.hft.backend.config.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of this process on a data directory that survives it. Listens on 127.0.0.1 only, fsync and synchronous_commit on. A
 * thread of its own brings the server up again, on the same port, should it ever end by itself.
 *
 * <p>{@link #start} may be called from any thread; {@link #close} stops the server in order and must come after the last connection pool over
 * it is closed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The same as in the compose file. The server listens on the loopback interface only. */
    public static final String USER = "trading_user";

    public static final String PASSWORD = "trading_password";
    public static final String DATABASE = "trading_db";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String HOST = "127.0.0.1";
    private static final Duration RETRY_PAUSE_MAX = Duration.ofSeconds(5);

    private final DirectoryLock lock;
    private final PostgresServer server;
    private final Object monitor = new Object();
    private final Thread watchdog;
    private boolean stopping;

    private EmbeddedPostgres(DirectoryLock lock, PostgresServer server) {
        this.lock = lock;
        this.server = server;
        this.watchdog = Thread.ofPlatform().daemon().name("postgres-watchdog").unstarted(this::watch);
    }

    /**
     * @param directory holds the data, the server's log and the owner's lock
     * @param binariesDirectory where the programs are unpacked, once per version
     * @param port to listen on, 0 for any free one
     * @throws StartupFailure when the port is taken, another backend owns the directory, or the server refuses
     */
    public static EmbeddedPostgres start(Path directory, Path binariesDirectory, int port) {
        long startNanos = System.nanoTime();
        try {
            Path home = ownDirectory(directory);
            DirectoryLock lock = DirectoryLock.acquire(home);
            try {
                PostgresBinaries binaries = PostgresBinaries.unpack(binariesDirectory);
                Path data = home.resolve("data");
                stopOrphan(binaries, data);
                PortCheck.requireFree(HOST, port, "HFT_DB_PORT");
                PostgresServer server = new PostgresServer(binaries, home, port == 0 ? freePort() : port);
                server.initialize();
                server.start();
                EmbeddedPostgres postgres = new EmbeddedPostgres(lock, server);
                postgres.watchdog.start();
                log.info(
                        "PostgreSQL serves on port {} from {} (started in {} ms)",
                        server.port(),
                        home,
                        (System.nanoTime() - startNanos) / 1_000_000);
                return postgres;
            } catch (RuntimeException | IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.port();
    }

    /** Of {@link #DATABASE}, for {@link #USER}. */
    public String jdbcUrl() {
        return server.jdbcUrl(DATABASE);
    }

    /** Of the server's process, for those who want to harm it. */
    public long processId() {
        return server.processId();
    }

    private static Path ownDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute.getParent());
        if (!Files.exists(absolute)) {
            Files.createDirectory(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return absolute.toRealPath();
    }

    /** The lock is ours, so whatever still serves this directory lost its backend. */
    private static void stopOrphan(PostgresBinaries binaries, Path data) throws IOException {
        Optional<PostmasterFile> left = PostmasterFile.in(data);
        if (left.isEmpty()) {
            return;
        }
        if (left.get().isAlive(data)) {
            log.info(
                    "stopping the PostgreSQL (process {}) that a killed backend left running",
                    left.get().processId());
            binaries.stop(data);
        }
        left.get().deleteStale();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private void watch() {
        try {
            while (true) {
                int exitCode = server.awaitEnd();
                synchronized (monitor) {
                    if (stopping) {
                        return;
                    }
                }
                log.warn("PostgreSQL ended by itself (exit code {}); starting it again", exitCode);
                if (!restart()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // close() waits for nobody.
            Thread.currentThread().interrupt();
        }
    }

    private boolean restart() throws InterruptedException {
        Duration pause = Duration.ofMillis(200);
        while (true) {
            synchronized (monitor) {
                if (stopping) {
                    return false;
                }
                try {
                    server.start();
                    log.info("PostgreSQL serves again on port {}", server.port());
                    return true;
                } catch (IOException | RuntimeException e) {
                    log.error("PostgreSQL does not start: {}", e.getMessage());
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(RETRY_PAUSE_MAX) > 0 ? RETRY_PAUSE_MAX : pause.multipliedBy(2);
        }
    }

    @Override
    public void close() {
        synchronized (monitor) {
            if (stopping) {
                return;
            }
            stopping = true;
            try {
                server.stop();
                lock.close();
            } catch (IOException e) {
                log.error("PostgreSQL did not stop in order: {}", e.getMessage());
            }
        }
        watchdog.interrupt();
    }
}
