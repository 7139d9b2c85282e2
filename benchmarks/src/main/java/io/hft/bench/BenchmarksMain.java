package io.hft.bench;

import io.hft.bench.book.ReplayCommand;
import io.hft.bench.flow.FlowCommand;
import io.hft.bench.peers.BookCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line: {@code java -jar benchmarks.jar COMMAND}. */
@Command(
        name = "benchmarks",
        description = "Measures the parts of the platform.",
        mixinStandardHelpOptions = true,
        subcommands = {ReplayCommand.class, FlowCommand.class, BookCommand.class})
public final class BenchmarksMain {
    private BenchmarksMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchmarksMain()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
