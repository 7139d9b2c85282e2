package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import picocli.CommandLine.Command;

@Command(name = "assets", description = "What can be owned, and its price in USD.")
final class AssetsCommand extends BackendCommand {
    AssetsCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        output.list(rows(client.get("/api/v1/trading/assets")), Columns.ASSETS);
        return ExitCodes.OK;
    }
}
