package io.hft.bench.api;

import io.hft.bench.report.Machine;
import io.hft.bench.support.Json;
import io.hft.bench.support.PlatformUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Orders over REST, from the request to the booked trade, beside a request that does as little as an authenticated write can. */
@Command(
        name = "api",
        description = "Starts a platform and measures its REST interface; prints a table and writes results.",
        mixinStandardHelpOptions = true)
public final class ApiCommand implements Callable<Integer> {
    private static final String NO_LIMIT = "1000000";
    private static final int BATCH = 100;
    private static final String PRICE = "50000";

    @Option(names = "--clients", defaultValue = "64", description = "Of single orders (default: 64).")
    private int clients;

    @Option(names = "--batch-clients", defaultValue = "16", description = "Of batches (default: 16).")
    private int batchClients;

    @Option(
            names = "--warmup",
            defaultValue = "150",
            description =
                    "Seconds of single orders before they are measured, half of it before the others (default: 150):"
                            + " the JVMs compile for two minutes.")
    private double warmup;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each measurement (default: 10).")
    private double seconds;

    @Option(
            names = "--open-rate",
            defaultValue = "0.5",
            description = "Of the open loop, as a part of the closed one's (0.5).")
    private double openRate;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "ORDERS,TRIVIAL,OPEN,BATCHES",
            description = "Which of ${COMPLETION-CANDIDATES} (default: all).")
    private List<Part> parts = List.of();

    @Option(names = "--durability", defaultValue = "sync", description = "Of the engine's journal (default: sync).")
    private String durability = "sync";

    @Option(names = "--backend-options", defaultValue = "", description = "More JVM options of the backend.")
    private String backendOptions = "";

    @Option(names = "--out", defaultValue = "benchmarks/target/api-results.json", description = "The results.")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<ApiRun> runs = new ArrayList<>();

    /** What can be measured by itself. */
    enum Part {
        /** Single orders, as fast as the answers come. */
        ORDERS,
        /** The request beside them. */
        TRIVIAL,
        /** Single orders at a part of the rate of {@code ORDERS}. */
        OPEN,
        /** A hundred orders per request. */
        BATCHES
    }

    /** What is written to {@code --out}. */
    public record Report(String startedAt, Machine machine, String durability, List<ApiRun> runs) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Machine machine = Machine.here();
        final String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        try (PlatformUnderTest platform = new PlatformUnderTest(settings())) {
            final List<String> tokens = Members.open(platform.port(), Math.max(clients, batchClients));
            double rate = 0;
            for (final Part part : parts) {
                switch (part) {
                    case ORDERS ->
                        rate = add(load(platform, tokens, "order", 1, ApiCommand::order)
                                        .closed(clients, warmup, seconds))
                                .requestsPerSecond();
                    case TRIVIAL ->
                        add(load(platform, tokens, "trivial POST", 0, ApiCommand::trivial)
                                .closed(clients, warmup / 2, seconds));
                    case OPEN ->
                        add(load(platform, tokens, "order", 1, ApiCommand::order)
                                .open(clients, 5, seconds, Math.max(1, rate * openRate)));
                    case BATCHES ->
                        add(load(platform, tokens, "batch", BATCH, ApiCommand::batch)
                                .closed(batchClients, warmup / 2, seconds));
                }
            }
        }
        final Path parent = out.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Json.write(new Report(started, machine, durability, runs), out);
        final PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf("%nResults: %s%n", out);
        terminal.flush();
        return runs.stream().allMatch(run -> run.failures().isEmpty()) ? 0 : 1;
    }

    /** No sandbox market, so that the clients meet nobody but one another; rate limits are counted, but out of the way. */
    private Map<String, String> settings() {
        return Map.of(
                "HFT_ENGINE_DURABILITY", durability,
                "HFT_SANDBOX", "false",
                "HFT_FUNDING", "true",
                "HFT_FUNDING_MAX_USD", "1000000000",
                "HFT_BACKEND_JAVA_OPTS", backendOptions,
                "HFT_LIMIT_ORDERS_BURST", NO_LIMIT,
                "HFT_LIMIT_ORDERS_PER_SECOND", NO_LIMIT,
                "HFT_LIMIT_CANCELS_BURST", NO_LIMIT,
                "HFT_LIMIT_CANCELS_PER_SECOND", NO_LIMIT);
    }

    private static ApiLoad load(
            PlatformUnderTest platform, List<String> tokens, String name, int batch, ApiLoad.Request request) {
        return new ApiLoad(platform.port(), tokens, name, batch, request);
    }

    /** Every other client buys, the others sell, all at one price: whoever comes takes who waits, and nobody ever meets himself. */
    private static HttpConnection.Answer order(HttpConnection connection, String token, int client, long number)
            throws IOException {
        return connection.post("/api/v1/orders", token, key("o", client), order(client));
    }

    private static HttpConnection.Answer batch(HttpConnection connection, String token, int client, long number)
            throws IOException {
        final StringBuilder body = new StringBuilder("{\"orders\":[");
        for (int i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(order(client));
        }
        return connection.post(
                "/api/v1/orders/batch",
                token,
                key("b", client),
                body.append("]}").toString());
    }

    /** The cheapest authenticated write that there is: the same way through server, filters and security, one upsert of one row, one commit. */
    private static HttpConnection.Answer trivial(HttpConnection connection, String token, int client, long number)
            throws IOException {
        return connection.post("/api/v1/orders/cancel-all-after", token, "", "{\"timeout_seconds\":86400}");
    }

    private static String order(int client) {
        return "{\"symbol\":\"BTC-USD\",\"side\":\"" + (client % 2 == 0 ? "BUY" : "SELL")
                + "\",\"type\":\"LIMIT\",\"price\":\"" + PRICE + "\",\"quantity\":\"0.001\"}";
    }

    private static String key(String kind, int client) {
        return kind + client + "-" + System.nanoTime();
    }

    private ApiRun add(ApiRun run) {
        final PrintWriter terminal = spec.commandLine().getOut();
        if (runs.isEmpty()) {
            terminal.println(
                    "| request | loop | clients | a second | filled at once | P50 ms | P90 ms | P99 ms | P99.9 ms"
                            + " | max ms | failures |");
            terminal.println("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        }
        runs.add(run);
        terminal.println(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.0f | %.0f %% | %.1f | %.1f | %.1f | %.1f | %.0f | %s |",
                run.batch() > 1 ? run.what() + " of " + run.batch() : run.what(),
                run.loop(),
                run.clients(),
                run.perSecond(),
                100 * run.filledShare(),
                run.p50Millis(),
                run.p90Millis(),
                run.p99Millis(),
                run.p999Millis(),
                run.maxMillis(),
                run.failures().isEmpty() ? "none" : run.failures()));
        terminal.flush();
        return run;
    }
}
