package io.hft.bench.durability;

import io.hft.bench.support.Json;
import io.hft.bench.support.TemporaryDirectory;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Recovery, or snapshots under load, in this JVM. */
@Command(
        name = "durability",
        description = "Measures how long a start takes with a long journal, or what snapshots do to those who trade.",
        mixinStandardHelpOptions = true)
public final class DurabilityCommand implements Callable<Integer> {
    /** What is measured. */
    enum Part {
        RECOVERY,
        SNAPSHOT
    }

    @Option(names = "--part", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private Part part = Part.RECOVERY;

    @Option(names = "--commands", defaultValue = "10000000", description = "In the journal (default: 10,000,000).")
    private long commands;

    @Option(names = "--tail", defaultValue = "100000", description = "Behind the snapshot (default: 100,000).")
    private long tail;

    @Option(names = "--resting", defaultValue = "1000000", description = "Open orders (default: 1,000,000).")
    private int resting;

    @Option(names = "--rate", defaultValue = "2000", description = "Orders and cancels a second (default: 2,000).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each stretch of load (default: 10).")
    private double seconds;

    @Option(names = "--json", description = "Also write the result to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (commands < 1 || tail < 1 || resting < 1 || rate < 1 || seconds <= 0) {
            throw new ParameterException(spec.commandLine(), "all numbers must be positive");
        }
        try (TemporaryDirectory directory = new TemporaryDirectory("hft-bench-durability")) {
            switch (part) {
                case RECOVERY -> say(RecoveryRun.measure(directory.path(), commands, tail));
                case SNAPSHOT -> say(SnapshotRun.measure(directory.path(), collector(), resting, rate, seconds));
            }
        }
        return 0;
    }

    private void say(RecoveryRun run) {
        write(
                run,
                "%,d commands: read in %.2f s, replayed in %.2f s; snapshot of %,d bytes in %.2f s; started from it with %,d commands"
                        + " behind it in %.3f s%n",
                run.commands(),
                run.readSeconds(),
                run.replaySeconds(),
                run.snapshotBytes(),
                run.snapshotSeconds(),
                run.tailCommands(),
                run.afterSnapshotSeconds());
    }

    private void say(SnapshotRun run) {
        write(
                run,
                "%s, %,d open orders, %d commands/s: alone P99 %.0f max %.0f us; beside %d snapshots (%.2f s each) P99 %.0f P99.9 %.0f max"
                        + " %.0f us%n",
                run.collector(),
                run.restingOrders(),
                run.ratePerSecond(),
                run.p99MicrosAlone(),
                run.maxMicrosAlone(),
                run.snapshots(),
                run.secondsPerSnapshot(),
                run.p99Micros(),
                run.p999Micros(),
                run.maxMicros());
    }

    private void write(Object run, String format, Object... values) {
        if (json != null) {
            Json.write(run, json);
        }
        spec.commandLine().getOut().printf(Locale.ROOT, format, values);
        spec.commandLine().getOut().flush();
    }

    private static String collector() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "));
    }
}
