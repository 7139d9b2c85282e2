package io.hft.bench.pipeline;

import io.hft.bench.support.Json;
import io.hft.bench.support.TemporaryDirectory;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One shard in this JVM under a steady load. */
@Command(
        name = "pipeline",
        description = "Sends orders through a shard in this JVM and tells how long their reports take.",
        mixinStandardHelpOptions = true)
public final class PipelineCommand implements Callable<Integer> {
    @Option(names = "--rate", defaultValue = "100000", description = "Orders a second (default: 100,000).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "Of the measured load (default: 30).")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "Seconds of load before (default: 10).")
    private double warmupSeconds;

    @Option(names = "--flat-out", defaultValue = "5", description = "Seconds at the highest rate, after (default: 5).")
    private double flatOutSeconds;

    @Option(names = "--durability", defaultValue = "ASYNC", description = "One of ${COMPLETION-CANDIDATES}.")
    private Durability durability = Durability.ASYNC;

    @Option(
            names = "--wait-strategy",
            defaultValue = "BLOCKING",
            description = "Of the shard's threads: one of ${COMPLETION-CANDIDATES} (default: BLOCKING, for two cores).")
    private WaitStrategy waitStrategy = WaitStrategy.BLOCKING;

    @Option(
            names = "--pace",
            defaultValue = "PARK",
            description = "How the sender waits for an order's time: one of ${COMPLETION-CANDIDATES} (default: PARK).")
    private PipelineRun.Pace pace = PipelineRun.Pace.PARK;

    @Option(names = "--json", description = "Also write the result to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (rate < 1 || seconds <= 0) {
            throw new ParameterException(spec.commandLine(), "--rate and --seconds must be positive");
        }
        final PipelineRun run;
        try (TemporaryDirectory directory = new TemporaryDirectory("hft-bench-pipeline")) {
            run = PipelineRun.measure(
                    directory.path(), durability, waitStrategy, pace, rate, warmupSeconds, seconds, flatOutSeconds);
        }
        if (json != null) {
            Json.write(run, json);
        }
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%d orders/s, journal %s, %s, pace %s: P50 %.1f µs, P99 %.1f µs, P99.9 %.1f µs, max %.0f µs"
                                + " (%d orders, ring full %d times); highest rate %.0f orders/s",
                        run.ratePerSecond(),
                        run.durability(),
                        run.waitStrategy(),
                        run.pace(),
                        run.p50Micros(),
                        run.p99Micros(),
                        run.p999Micros(),
                        run.maxMicros(),
                        run.orders(),
                        run.ringFull(),
                        run.highestPerSecond()));
        return 0;
    }
}
