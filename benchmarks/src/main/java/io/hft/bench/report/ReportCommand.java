package io.hft.bench.report;

import io.hft.bench.support.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results again. */
@Command(
        name = "report",
        description = "Prints the results of an engine run as Markdown tables.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--in",
            defaultValue = EngineCommand.DEFAULT_OUT,
            description = "The results (default: ${DEFAULT-VALUE}).")
    private Path in = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(MarkdownTable.of(Json.read(in, Results.class)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
