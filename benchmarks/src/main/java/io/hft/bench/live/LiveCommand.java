package io.hft.bench.live;

import io.hft.bench.support.PlatformUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs readers and users against a platform of its own, or a running one, and says how that went: {@code java -jar benchmarks.jar live}. Users are registered
 * first, outside of the measured time; with {@code --tokens} they are kept for the next run.
 */
@Command(
        name = "live",
        description = "Readers of the live interface and logged-in users, all at once.",
        mixinStandardHelpOptions = true)
public final class LiveCommand implements Callable<Integer> {
    private static final String SYMBOL = "SOL-USD";

    @Option(names = "--url", description = "Of a running platform; without it one is started for the run.")
    private @Nullable URI url;

    @Option(
            names = "--metrics",
            defaultValue = "http://127.0.0.1:8001/actuator/prometheus",
            description = "Of the running platform (${DEFAULT-VALUE}).")
    private URI metrics = URI.create("http://127.0.0.1");

    @Option(names = "--pid", defaultValue = "0", description = "Of the running backend, for its resident memory.")
    private long pid;

    @Option(names = "--readers", defaultValue = "1000", description = "WebSocket connections (${DEFAULT-VALUE}).")
    private int readers;

    @Option(names = "--users", defaultValue = "1000", description = "Logged-in users (${DEFAULT-VALUE}).")
    private int users;

    @Option(names = "--rate", defaultValue = "40", description = "Requests a second of all users (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds of the same before (${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--seconds", defaultValue = "60", description = "${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--tokens", description = "File of the users' access tokens; made when it is not there.")
    private @Nullable Path tokens;

    @Option(names = "--register-only", description = "Ends when the users are there.")
    private boolean registerOnly;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        final URI running = url;
        if (running != null) {
            return run(running, metrics, pid);
        }
        try (PlatformUnderTest platform = new PlatformUnderTest(Map.of("HFT_SANDBOX", "true"))) {
            return run(
                    URI.create("http://127.0.0.1:" + platform.port()),
                    URI.create("http://127.0.0.1:" + platform.managementPort() + "/actuator/prometheus"),
                    platform.backendPid());
        }
    }

    private int run(URI platform, URI itsMetrics, long backendPid) throws Exception {
        final RestUsers rest = new RestUsers(platform, SYMBOL);
        final List<String> known = users(rest);
        if (registerOnly) {
            return 0;
        }
        try (LiveReaders live = new LiveReaders(platform, List.of(SYMBOL), message -> {})) {
            live.connect(readers, known);
            rest.run(known, rate, System.nanoTime() + TimeUnit.SECONDS.toNanos(warmup));
            rest.begin();
            final MemoryGauge memory = new MemoryGauge(itsMetrics, backendPid);
            memory.start();
            live.begin();
            rest.run(known, rate, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            final List<String> lines = new ArrayList<>();
            final List<String> memoryLines = memory.stop();
            final LiveFigures figures = live.stop();
            lines.addAll(figures.report(readers, seconds));
            lines.add(rest.report(seconds));
            lines.addAll(memoryLines);
            final PrintWriter terminal = spec.commandLine().getOut();
            lines.forEach(terminal::println);
            terminal.flush();
            return figures.errors() + rest.errors() == 0 ? 0 : 1;
        }
    }

    private List<String> users(RestUsers rest) throws Exception {
        final Path file = tokens;
        if (file == null) {
            return rest.register(users);
        }
        if (!Files.exists(file)) {
            write(file, rest.register(users));
        }
        return Files.readAllLines(file);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
    }
}
