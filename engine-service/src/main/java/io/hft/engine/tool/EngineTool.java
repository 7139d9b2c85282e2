package io.hft.engine.tool;

import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.storage.StorageException;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The tools as one command line. Exit codes: 0 all is well, 1 something is damaged or missing, 2 wrong usage. */
@Command(
        name = "engine",
        description = "Looks into the engine's data. Nothing is ever changed, and an engine may run on the directory.",
        mixinStandardHelpOptions = true,
        subcommands = {Inspect.class, Verify.class, Replay.class})
public final class EngineTool {
    static final int GOOD = 0;
    static final int DAMAGED = 1;

    private static final Set<String> NAMES = Set.of("inspect", "verify", "replay");

    private EngineTool() {}

    /** Whether this is the name of a tool. */
    public static boolean knows(final String name) {
        return NAMES.contains(name);
    }

    /** Runs a tool on the process's own output and returns its exit code. */
    public static int run(final String... arguments) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
    }

    static int run(final PrintWriter out, final PrintWriter err, final String... arguments) {
        return new CommandLine(new EngineTool())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof StorageException || failure instanceof SnapshotFormatException) {
                        out.flush();
                        err.println("DAMAGED: " + failure.getMessage());
                        err.flush();
                        return DAMAGED;
                    }
                    throw failure;
                })
                .execute(arguments);
    }
}
