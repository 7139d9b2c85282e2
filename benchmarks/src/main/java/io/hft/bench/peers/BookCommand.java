package io.hft.bench.peers;

import io.hft.bench.flow.FlowShape;
import io.hft.bench.support.Json;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One book and one generated flow in this JVM. */
@Command(
        name = "book",
        description = "Replays a generated flow through a book, ours or a peer's, and tells how fast.",
        mixinStandardHelpOptions = true)
public final class BookCommand implements Callable<Integer> {
    @Option(
            names = "--contender",
            defaultValue = "HFT",
            description = "One of ${COMPLETION-CANDIDATES} (default: HFT).")
    private Contender contender = Contender.HFT;

    @Option(names = "--flow", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private FlowShape flow = FlowShape.NORMAL;

    @Option(names = "--seed", defaultValue = "1", description = "Of the flow (default: 1).")
    private long seed;

    @Option(names = "--messages", defaultValue = "2000000", description = "Of the flow (default: 2,000,000).")
    private int messages;

    @Option(names = "--warmup", defaultValue = "1.5", description = "Seconds of untimed replays (default: 1.5).")
    private double warmupSeconds;

    @Option(names = "--repeat", defaultValue = "5", description = "Timed replays (default: 5).")
    private int repeat;

    @Option(names = "--json", description = "Also write the result to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (messages < 1 || repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--messages and --repeat must be at least 1");
        }
        final BookRun run = BookRun.measure(contender, flow, seed, messages, warmupSeconds, repeat);
        if (json != null) {
            Json.write(run, json);
        }
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%-13s %-12s %6.2f M messages/s (best %.2f, worst %.2f, by processor time %.2f), %.1f B/message,"
                                + " %d reports, %d trades, reports %s",
                        run.contender(),
                        run.flow(),
                        run.medianPerSecond() / 1e6,
                        run.bestPerSecond() / 1e6,
                        run.worstPerSecond() / 1e6,
                        run.cpuPerSecond() / 1e6,
                        run.allocatedBytesPerMessage(),
                        run.reports(),
                        run.trades(),
                        run.reportsHash()));
        return 0;
    }
}
