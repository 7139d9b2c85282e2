package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import picocli.CommandLine.Command;

@Command(name = "balances", description = "What you own, held by open orders or available.")
final class BalancesCommand extends BackendCommand {
    BalancesCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        output.list(rows(client.get("/api/v1/balances")), Columns.BALANCES);
        return ExitCodes.OK;
    }
}
