package io.hft.tui.command;

import picocli.CommandLine.Command;

@Command(
        name = "sell",
        description = "Place an order to sell; the answer comes when its outcome is booked.",
        footer = {
            "",
            "For example: hft sell BTC-USD 0.5 --limit 50000",
            "             hft sell BTC-USD 0.1 --market -o json | jq -r .status"
        })
final class SellCommand extends PlaceCommand {
    SellCommand(Context context) {
        super(context, "SELL");
    }
}
