package io.hft.bench;

import io.hft.bench.api.ApiCommand;
import io.hft.bench.book.ReplayCommand;
import io.hft.bench.durability.DurabilityCommand;
import io.hft.bench.flow.FlowCommand;
import io.hft.bench.jmh.OperationsCommand;
import io.hft.bench.live.LiveCommand;
import io.hft.bench.load.LoadCommand;
import io.hft.bench.peers.BookCommand;
import io.hft.bench.pipeline.PipelineCommand;
import io.hft.bench.report.EngineCommand;
import io.hft.bench.report.ReportCommand;
import io.hft.bench.session.GrpcCommand;
import io.hft.bench.session.ServeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line: {@code java -jar benchmarks.jar COMMAND}. */
@Command(
        name = "benchmarks",
        description = "Measures the parts of the platform.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EngineCommand.class,
            ReportCommand.class,
            ReplayCommand.class,
            FlowCommand.class,
            BookCommand.class,
            PipelineCommand.class,
            DurabilityCommand.class,
            GrpcCommand.class,
            OperationsCommand.class,
            ApiCommand.class,
            LiveCommand.class,
            LoadCommand.class,
            ServeCommand.class
        })
public final class BenchmarksMain {
    private BenchmarksMain() {}

    public static void main(String[] args) {
        // Without it the transport's libraries log at their most talkative, which is what would be measured.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "bench-logback.xml");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchmarksMain()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
