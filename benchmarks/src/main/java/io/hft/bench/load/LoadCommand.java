package io.hft.bench.load;

import io.hft.bench.support.PlatformUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts many users on a platform of its own, or a running one, and says how that went: {@code java -jar benchmarks.jar load}. */
@Command(
        name = "load",
        description =
                "Many users place, cancel and read, all at once; then every order is looked for. Ends with 1 when something does not hold.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Option(names = "--url", description = "Of a running sandbox; without it a platform is started for the run.")
    private @Nullable URI url;

    @Option(
            names = "--admin-token",
            defaultValue = "",
            description =
                    "Access token of an operator, for the comparison of engine and database, where a running platform wants one.")
    private String adminToken = "";

    @Option(names = "--engine-pid", description = "Of the running platform's engine, for its figures.")
    private @Nullable Long enginePid;

    @Option(names = "--backend-pid", description = "Of the running platform's backend, for its figures.")
    private @Nullable Long backendPid;

    @Option(names = "--users", defaultValue = "1000", description = "Each with a live connection (${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--rate",
            defaultValue = "60",
            description = "Requests a second of all users, however long the answers take (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds of the same before (${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--seconds", defaultValue = "60", description = "${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--seed", description = "Of who does what when (random).")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            defaultValue = "benchmarks/target/load.html",
            description = "The report (${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        final URI running = url;
        if (running != null) {
            final Map<String, Long> pids = new LinkedHashMap<>();
            if (enginePid != null) {
                pids.put("engine", enginePid);
            }
            if (backendPid != null) {
                pids.put("backend", backendPid);
            }
            return run(running, pids);
        }
        try (PlatformUnderTest platform = new PlatformUnderTest(Map.of("HFT_SANDBOX", "true"))) {
            final Map<String, Long> pids = new LinkedHashMap<>();
            pids.put("engine", platform.enginePid());
            pids.put("backend", platform.backendPid());
            return run(URI.create("http://127.0.0.1:" + platform.port()), pids);
        }
    }

    private int run(URI platform, Map<String, Long> pids) throws IOException, InterruptedException {
        final PrintWriter terminal = spec.commandLine().getOut();
        final long used = seed == null ? System.nanoTime() : seed;
        final LoadSettings settings = new LoadSettings(users, rate, warmup, seconds, used);
        final LoadResult result = new LoadRun(platform, pids, adminToken, settings, terminal).run();
        final Path parent = out.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(out, LoadHtml.of(result));
        terminal.println();
        LoadText.of(result).forEach(terminal::println);
        terminal.println();
        terminal.println("Report: " + out.toAbsolutePath());
        terminal.flush();
        return result.passed() ? 0 : 1;
    }
}
