package io.hft.tui;

import io.hft.tui.command.Commands;
import io.hft.tui.command.Context;
import io.hft.tui.command.FullScreen;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hft} command: with a command's name that command, without one the full screen. */
@Command(
        name = "hft",
        description = "Trade on the HFT platform: the full screen without a command, or one of the commands below.",
        mixinStandardHelpOptions = true,
        version = "hft 0.1.0",
        synopsisSubcommandLabel = "[COMMAND]")
public final class HftCommand implements Callable<Integer> {
    private final Context context;

    private HftCommand(Context context) {
        this.context = context;
    }

    public static void main(String[] arguments) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        System.exit(commandLine(new Context(System.getenv(), terminal)).execute(arguments));
    }

    static CommandLine commandLine(Context context) {
        return Commands.of(new HftCommand(context), context)
                .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    @Override
    public Integer call() throws IOException {
        if (!context.isTerminal()) {
            throw new IllegalArgumentException(
                    "the full screen needs a terminal; hft --help lists the commands for scripts");
        }
        return FullScreen.run(context);
    }
}
