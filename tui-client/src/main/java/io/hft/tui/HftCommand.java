package io.hft.tui;

import io.hft.tui.command.Commands;
import io.hft.tui.command.Context;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The {@code hft} command: with a command's name that command, without one the full screen. */
@Command(
        name = "hft",
        description = "Trade on the HFT platform: the full screen without a command, or one of the commands below.",
        mixinStandardHelpOptions = true,
        version = "hft 0.1.0",
        scope = ScopeType.LOCAL,
        synopsisSubcommandLabel = "[COMMAND]")
public final class HftCommand implements Runnable {
    private HftCommand() {}

    public static void main(String[] arguments) {
        Console console = System.console();
        System.exit(commandLine(new Context(System.getenv(), console != null && console.isTerminal()))
                .execute(arguments));
    }

    static CommandLine commandLine(Context context) {
        return Commands.of(new HftCommand(), context)
                .setOut(new java.io.PrintWriter(System.out, false, StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
