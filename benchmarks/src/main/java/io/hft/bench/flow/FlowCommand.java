package io.hft.bench.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a generated flow to a file. */
@Command(
        name = "flow",
        description = "Makes a flow of orders from a shape and a seed and writes it as CSV, as replay reads it.",
        mixinStandardHelpOptions = true)
public final class FlowCommand implements Callable<Integer> {
    @Option(names = "--shape", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private FlowShape shape = FlowShape.NORMAL;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed gives the same flow (default: 1).")
    private long seed;

    @Option(names = "--messages", defaultValue = "2000000", description = "How many (default: 2,000,000).")
    private int messages;

    @Option(names = "--out", required = true, description = "The file, plain or gzip (by the name's ending .gz).")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (messages < 1) {
            throw new ParameterException(spec.commandLine(), "--messages must be at least 1, was " + messages);
        }
        FlowFile.write(shape.generate(seed, messages), out);
        return 0;
    }
}
