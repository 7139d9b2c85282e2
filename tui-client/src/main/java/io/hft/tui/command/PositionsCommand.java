package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import picocli.CommandLine.Command;

@Command(name = "positions", description = "What you hold, what it cost, and what it has made.")
final class PositionsCommand extends BackendCommand {
    PositionsCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        output.list(rows(client.get("/api/v1/positions").path("items")), Columns.POSITIONS);
        return ExitCodes.OK;
    }
}
