package io.hft.engine;

import io.hft.engine.config.ConfigException;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.storage.StorageException;
import io.hft.engine.tool.EngineTool;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine as a process. Exit codes: 1 cannot run here, 2 wrong arguments or settings, 0 only for {@code --help}; the tools ({@link
 * EngineTool}) have their own. It runs until a signal
 * stops it, and a JVM that a signal stopped, cleanly or not, exits with 128 and the signal's number: 143 for SIGTERM, 130 for SIGINT. Whether
 * the stop was clean says the last line of the log, "engine stopped".
 */
public final class EngineMain {
    private static final String USAGE = """
            Usage: engine [--config PATH]
                   engine inspect|verify|replay DIRECTORY [...]   look into data, changing nothing; each with --help
              --config PATH   settings file; default: HFT_ENGINE_CONFIG, else the packaged config.yaml
              --help          this text
            Environment: HFT_BIND, HFT_ENGINE_PORT (or GRPC_ENGINE_PORT), HFT_ENGINE_MANAGEMENT_PORT,
                         HFT_DATA_DIR, HFT_ENGINE_DURABILITY, LOG_LEVEL
            """;

    private EngineMain() {}

    public static void main(final String[] arguments) throws InterruptedException {
        // Not named logback.xml, so that the engine leaves the logging of programs alone that hold it as a library.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "engine-logback.xml");
        }
        final List<String> given = List.of(arguments);
        if (!given.isEmpty() && EngineTool.knows(given.getFirst())) {
            System.exit(EngineTool.run(arguments));
        }
        if (given.contains("--help") || given.contains("-h")) {
            System.out.print(USAGE);
            return;
        }
        if (!given.isEmpty() && !(given.size() == 2 && given.getFirst().equals("--config"))) {
            System.err.println("unknown arguments: " + String.join(" ", given));
            System.err.print(USAGE);
            System.exit(2);
        }
        run(given.isEmpty() ? null : Path.of(given.get(1)));
    }

    private static void run(final @Nullable Path file) throws InterruptedException {
        final Engine engine;
        final EngineConfig config;
        try {
            config = ConfigLoader.load(file, System.getenv());
            engine = Engine.start(config);
        } catch (final ConfigException e) {
            e.problems().forEach(problem -> System.err.println("config: " + problem));
            System.exit(2);
            return;
        } catch (final PortTakenException | StorageException e) {
            System.err.println("engine: " + e.getMessage());
            System.exit(1);
            return;
        }
        final Logger log = LoggerFactory.getLogger(EngineMain.class);
        final CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            engine.close();
                            log.info("engine stopped");
                            stopped.countDown();
                        },
                        "shutdown"));
        log.info(
                "engine ready on {}:{} (management on port {}, durability {}, data in {})",
                config.server().bind(),
                engine.port(),
                engine.managementPort(),
                config.journal().durability().text(),
                config.dataDirectory().toAbsolutePath().normalize());
        stopped.await();
    }
}
