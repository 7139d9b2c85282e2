package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Engine and backend as real processes, with a real PostgreSQL, on free ports and in a data directory of their own. As a JUnit extension in a
 * static field it lives as long as the class and shows its logs when a test fails. It ends only processes that it started itself.
 */
public final class Platform implements Stack, BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    private static final Duration START_DEADLINE = Duration.ofSeconds(120);

    private final int httpPort = FreePorts.next();
    private final int enginePort = FreePorts.next();
    private final Database database;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable Path dataDir;
    private @Nullable ServerProcess engine;
    private @Nullable ServerProcess backend;
    private @Nullable EngineClient engineClient;

    /** A platform with its settings as they are by default; {@code more} stands in both processes' environment. */
    public Platform(Map<String, String> more) {
        settings.put("HFT_BIND", "127.0.0.1");
        settings.put("HFT_HTTP_PORT", Integer.toString(httpPort));
        settings.put("HFT_MANAGEMENT_PORT", "0");
        settings.put("HFT_ENGINE_MANAGEMENT_PORT", "0");
        settings.put("HFT_ENGINE_PORT", Integer.toString(enginePort));
        settings.put("GRPC_ENGINE_HOST", "127.0.0.1");
        settings.put("GRPC_ENGINE_PORT", Integer.toString(enginePort));
        settings.putAll(more);
        if (settings.containsKey("DATABASE_URL")) {
            database = Database.of(URI.create(settings.get("DATABASE_URL")));
        } else {
            int databasePort = FreePorts.next();
            settings.put("HFT_DB_PORT", Integer.toString(databasePort));
            database = Database.at(databasePort);
        }
    }

    public Platform() {
        this(Map.of());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path logs = Build.logs().resolve(context.getRequiredTestClass().getSimpleName());
        for (String part : new String[] {"engine", "backend"}) {
            Files.deleteIfExists(logs.resolve(part + ".log"));
        }
        // Not below target: PostgreSQL's socket needs a short path.
        dataDir = Files.createTempDirectory("hft-it");
        settings.put("HFT_DATA_DIR", dataDir.toString());
        settings.put(
                "HFT_POSTGRES_BINARIES_DIR",
                Build.logs().resolveSibling("it-postgres").toString());
        engine = new ServerProcess("engine", Build.command("engine"), logs.resolve("engine.log"));
        backend = new ServerProcess("backend", Build.command("backend"), logs.resolve("backend.log"));
        try {
            start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.out.println("==== engine, last lines\n" + engine().lastOutput());
            System.out.println("==== backend, last lines\n" + backend().lastOutput());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts both parts and waits until the platform is healthy. */
    public void start() {
        engine().start(settings);
        backend().start(settings);
        awaitEngine();
        awaitHealthy();
    }

    /** Stops the backend, then the engine, as the launcher does. */
    public void stop() {
        stopBackend();
        stopEngine();
    }

    /** Starts the engine and waits until it serves. */
    public void startEngine() {
        engine().start(settings);
        awaitEngine();
    }

    public void killEngine() {
        engine().kill();
    }

    public void stopEngine() {
        engine().stop();
    }

    /** Starts the backend and waits until the platform is healthy. */
    public void startBackend() {
        startBackend(Map.of());
        awaitHealthy();
    }

    /** Starts the backend with more settings and waits until it answers, healthy or not. */
    public void startBackend(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        backend().start(all);
        backend().awaitWhileAlive(() -> api().isServing(), "answers", START_DEADLINE);
    }

    public void killBackend() {
        backend().kill();
    }

    public void stopBackend() {
        backend().stop();
    }

    public void awaitHealthy() {
        backend().awaitWhileAlive(() -> api().isHealthy(), "is healthy", START_DEADLINE);
    }

    private void awaitEngine() {
        engine().awaitOutput("engine ready on ", START_DEADLINE);
    }

    public ServerProcess engine() {
        return java.util.Objects.requireNonNull(engine, "not started");
    }

    public ServerProcess backend() {
        return java.util.Objects.requireNonNull(backend, "not started");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    @Override
    public Api api() {
        return new Api(url(), null);
    }

    /** Where this platform keeps everything, while the tests run. */
    public Path dataDir() {
        return java.util.Objects.requireNonNull(dataDir, "not started");
    }

    @Override
    public synchronized EngineClient engineClient() {
        if (engineClient == null) {
            engineClient = new EngineClient("127.0.0.1", enginePort);
        }
        return engineClient;
    }

    @Override
    public Database database() {
        return database;
    }

    private void close() {
        if (engineClient != null) {
            engineClient.close();
        }
        if (backend != null && backend.isAlive()) {
            backend.stop();
        }
        if (engine != null && engine.isAlive()) {
            engine.stop();
        }
        if (dataDir != null) {
            EmbeddedDatabaseProcess.endAllBelow(dataDir);
            deleteTree(dataDir);
        }
    }

    public static void deleteTree(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
