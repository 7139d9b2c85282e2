package io.hft.tui.command;

import picocli.CommandLine.Command;

@Command(
        name = "buy",
        description = "Place an order to buy; the answer comes when its outcome is booked.",
        footer = {
            "",
            "For example: hft buy BTC-USD 0.5 --limit 50000",
            "             hft buy BTC-USD 0.1 --market -o json | jq -r .status"
        })
final class BuyCommand extends PlaceCommand {
    BuyCommand(Context context) {
        super(context, "BUY");
    }
}
