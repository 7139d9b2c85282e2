package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import picocli.CommandLine.Command;

@Command(name = "instruments", description = "The markets, their ticks and lots.")
final class InstrumentsCommand extends BackendCommand {
    InstrumentsCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        output.list(rows(client.get("/api/v1/instruments")), Columns.INSTRUMENTS);
        return ExitCodes.OK;
    }
}
