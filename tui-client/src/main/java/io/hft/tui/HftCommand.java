package io.hft.tui;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hft} command; its screens and sub-commands arrive with the terminal client. */
@Command(
        name = "hft",
        description = "Terminal client of the HFT Trading Platform.",
        mixinStandardHelpOptions = true,
        version = "hft 0.1.0",
        footer = {
            "",
            "Trade from the browser at http://127.0.0.1:8000/docs or with curl until the terminal is here; see README.md."
        })
public final class HftCommand implements Runnable {

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HftCommand()).execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
