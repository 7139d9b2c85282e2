package io.hft.bench.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Engine and backend as the launcher starts them, each in a process of its own, with the backend's embedded PostgreSQL: in a temporary directory and on free
 * ports.
 */
public final class PlatformUnderTest implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(120);
    private static final long LOOK_MILLIS = 200;
    private static final int STOP_SECONDS = 30;

    private final TemporaryDirectory directory = new TemporaryDirectory("hft-platform");
    private final int httpPort = freePort();
    private final int managementPort = freePort();
    private final Process engine;
    private final Process backend;

    /** @param more settings besides those of place and ports, by their names in the environment */
    public PlatformUnderTest(Map<String, String> more) throws IOException, InterruptedException {
        final String enginePort = Integer.toString(freePort());
        final Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("HFT_BIND", "127.0.0.1"),
                Map.entry("HFT_DATA_DIR", directory.path().toString()),
                Map.entry("HFT_HTTP_PORT", Integer.toString(httpPort)),
                Map.entry("HFT_MANAGEMENT_PORT", Integer.toString(managementPort)),
                Map.entry("HFT_ENGINE_PORT", enginePort),
                Map.entry("GRPC_ENGINE_PORT", enginePort),
                Map.entry("GRPC_ENGINE_HOST", "127.0.0.1"),
                Map.entry("HFT_ENGINE_MANAGEMENT_PORT", "0"),
                Map.entry("HFT_DB_PORT", "0"),
                Map.entry("SPRING_PROFILES_ACTIVE", "local")));
        settings.putAll(more);
        this.engine = start("engine", settings);
        this.backend = start("backend", settings);
        // A benchmark that is stopped leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "platform-stop"));
        try {
            awaitHealthy();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Of the REST interface. */
    public int port() {
        return httpPort;
    }

    /** Of the backend's metrics. */
    public int managementPort() {
        return managementPort;
    }

    /** The backend's process. */
    public long backendPid() {
        return backend.pid();
    }

    /** The engine's process. */
    public long enginePid() {
        return engine.pid();
    }

    private Process start(String part, Map<String, String> settings) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder("bash", "scripts/start-part.sh", part)
                .redirectErrorStream(true)
                .redirectOutput(log(part).toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("HFT_") || name.startsWith("GRPC_") || name.equals("DATABASE_URL"));
        builder.environment().putAll(settings);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private Path log(String part) {
        return directory.path().resolve(part + ".log");
    }

    private void awaitHealthy() throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isHealthy(http)) {
                if (backend.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                        || !engine.isAlive()
                        || System.nanoTime() > deadline) {
                    throw new IOException("the platform did not start:\n" + Files.readString(log("engine")) + "\n"
                            + Files.readString(log("backend")));
                }
            }
        }
    }

    private boolean isHealthy(HttpClient http) throws InterruptedException {
        try {
            final URI health = URI.create("http://127.0.0.1:" + httpPort + "/health");
            return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        directory.close();
    }

    /** The backend first: it ends its PostgreSQL, and has nothing to complain of. */
    private void stop() {
        for (final Process part : new Process[] {backend, engine}) {
            part.destroy();
            try {
                if (part.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    continue;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            part.destroyForcibly();
        }
    }
}
