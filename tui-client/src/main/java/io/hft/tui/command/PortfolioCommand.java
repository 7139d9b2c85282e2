package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import picocli.CommandLine.Command;

@Command(name = "portfolio", description = "All of it in one figure each.")
final class PortfolioCommand extends BackendCommand {
    PortfolioCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        output.one(client.get("/api/v1/portfolio/summary"), Columns.PORTFOLIO);
        return ExitCodes.OK;
    }
}
