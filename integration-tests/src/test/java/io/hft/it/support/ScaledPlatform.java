package io.hft.it.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the profile {@code scale} has, as processes: two backends on one engine and one PostgreSQL with a streaming copy, a Redis if one is installed,
 * and in front of them nginx, or else a client that asks them in turn. A JUnit extension, as {@link Platform} is.
 */
public final class ScaledPlatform implements Stack, BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {
    /** Of the operator {@code admin}. */
    public static final String ADMIN_PASSWORD = "operators-only-please";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int enginePort = FreePorts.next();
    private final int databasePort = FreePorts.next();
    private final Map<String, String> more;
    private final EngineClient engineClient = EngineClient.at(enginePort);
    private @Nullable Path work;
    private @Nullable PostgresProcess primary;
    private @Nullable PostgresProcess copy;
    private @Nullable ServerProcess engine;
    private @Nullable RedisProcess redis;
    private @Nullable Nginx nginx;
    private List<Backend> backends = List.of();

    /** @param more stands in the environment of every backend */
    public ScaledPlatform(Map<String, String> more) {
        this.more = Map.copyOf(more);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path logs = Build.logs().resolve(context.getRequiredTestClass().getSimpleName());
        if (Files.exists(logs)) {
            Platform.deleteTree(logs);
        }
        work = Files.createTempDirectory("hft-it");
        try {
            start(work, logs);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(Path directory, Path logs) {
        int copyPort = FreePorts.next();
        primary = PostgresProcess.create(directory.resolve("postgres"), logs.resolve("postgres.log"), databasePort);
        copy = PostgresProcess.streamingCopy(
                primary, directory.resolve("replica"), logs.resolve("replica.log"), copyPort);
        Map<String, String> settings = new HashMap<>(Map.of(
                "HFT_BIND",
                "127.0.0.1",
                "HFT_DATA_DIR",
                directory.resolve("data").toString(),
                "HFT_ENGINE_PORT",
                Integer.toString(enginePort),
                "HFT_ENGINE_MANAGEMENT_PORT",
                "0",
                "GRPC_ENGINE_HOST",
                "127.0.0.1",
                "GRPC_ENGINE_PORT",
                Integer.toString(enginePort)));
        engine = new ServerProcess("engine", Build.command("engine"), logs.resolve("engine.log"));
        engine.start(settings);
        settings.putAll(Map.of(
                "DATABASE_URL",
                PostgresProcess.url(databasePort),
                "DATABASE_REPLICA_URL",
                PostgresProcess.url(copyPort),
                "HFT_SANDBOX",
                "true",
                "HFT_DB_POOL_SIZE",
                "12",
                "HFT_FORWARDED_HEADERS",
                "native",
                "HFT_ADMIN_PASSWORD",
                ADMIN_PASSWORD));
        Optional<Path> redisServer = RedisProcess.installed();
        if (redisServer.isPresent()) {
            redis = new RedisProcess(redisServer.get(), directory, logs.resolve("redis.log"));
            redis.start();
            settings.put("REDIS_URL", redis.url());
        }
        settings.putAll(more);
        engine.awaitOutput("engine ready on ", PATIENCE);
        backends = List.of(
                new Backend("backend-1", settings, logs.resolve("backend-1.log")),
                new Backend("backend-2", settings, logs.resolve("backend-2.log")));
        // The first makes the tables.
        backends.forEach(Backend::start);
        Optional<Path> program = Nginx.installed();
        if (program.isPresent()) {
            nginx = new Nginx(
                    program.get(),
                    directory.resolve("nginx"),
                    logs.resolve("nginx.log"),
                    backends.stream().map(Backend::httpPort).toList());
        }
        System.out.println("in front of two backends: "
                + (nginx == null ? "no nginx is installed here, clients ask them in turn" : "nginx")
                + (redis == null ? "; no redis-server is installed here, each counts alone" : ""));
    }

    public List<Backend> backends() {
        return backends;
    }

    /** The one that settles, as soon as there is one. */
    public Backend leader() {
        return Awaitility.await("a backend settles")
                .atMost(PATIENCE)
                .until(() -> backends.stream().filter(Backend::isLeader).toList(), leaders -> leaders.size() == 1)
                .getFirst();
    }

    /** Any that is not this one. */
    public Backend other(Backend backend) {
        return backends.get(backends.indexOf(backend) == 0 ? 1 : 0);
    }

    /** Empty where no redis-server is installed. */
    public Optional<RedisProcess> redis() {
        return Optional.ofNullable(redis);
    }

    /** The streaming copy of the database. */
    public PostgresProcess copy() {
        return Objects.requireNonNull(copy, "not started");
    }

    /** Through nginx, if there is one. */
    @Override
    public Api api() {
        List<URI> urls = nginx == null ? backends.stream().map(Backend::url).toList() : List.of(nginx.url());
        return Api.inTurn(urls);
    }

    @Override
    public Database database() {
        return Database.at(databasePort);
    }

    @Override
    public EngineClient engineClient() {
        return engineClient;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            for (Backend backend : backends) {
                System.out.println(
                        "==== " + backend + ", last lines\n" + backend.process().lastOutput());
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private void close() {
        engineClient.close();
        if (nginx != null) {
            nginx.close();
        }
        for (Backend backend : backends) {
            if (backend.process().isAlive()) {
                backend.process().stop();
            }
        }
        if (engine != null && engine.isAlive()) {
            engine.stop();
        }
        if (redis != null) {
            redis.close();
        }
        if (copy != null) {
            copy.stop();
        }
        if (primary != null) {
            primary.stop();
        }
        if (work != null) {
            Platform.deleteTree(work);
        }
    }
}
