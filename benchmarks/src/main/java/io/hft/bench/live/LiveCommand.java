package io.hft.bench.live;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs readers and users against a running platform and says how that went: {@code java -jar benchmarks.jar live}. Users are registered first, outside of
 * the measured time; with {@code --tokens} they are kept for the next run.
 */
@Command(name = "live", description = "Readers of the live interface and logged-in users, all at once.")
public final class LiveCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8000",
            description = "Of the platform (${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1");

    @Option(
            names = "--metrics",
            defaultValue = "http://127.0.0.1:8001/actuator/prometheus",
            description = "${DEFAULT-VALUE}")
    private URI metrics = URI.create("http://127.0.0.1");

    @Option(names = "--readers", defaultValue = "1000", description = "WebSocket connections (${DEFAULT-VALUE}).")
    private int readers;

    @Option(names = "--users", defaultValue = "1000", description = "Logged-in users (${DEFAULT-VALUE}).")
    private int users;

    @Option(names = "--rate", defaultValue = "300", description = "Requests a second of all users (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--tokens", description = "File of the users' access tokens; made when it is not there.")
    private @Nullable Path tokens;

    @Option(names = "--register-only", description = "Ends when the users are there.")
    private boolean registerOnly;

    @Override
    public Integer call() throws Exception {
        final RestUsers rest = new RestUsers(url);
        final List<String> known =
                tokens != null && Files.exists(tokens) ? Files.readAllLines(tokens) : rest.register(users);
        if (tokens != null) {
            Files.write(tokens, known);
        }
        if (registerOnly) {
            return 0;
        }
        final LiveReaders live = new LiveReaders(url);
        live.connect(readers, known);
        final HeapGauge heap = new HeapGauge(metrics);
        heap.start();
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        rest.run(known, rate, end);
        heap.stop();
        live.stop();
        System.out.println(live.report());
        System.out.println(rest.report(seconds));
        System.out.println(heap.report());
        return live.errors() + rest.errors() == 0 ? 0 : 1;
    }
}
