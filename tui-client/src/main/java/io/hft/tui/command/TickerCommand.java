package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "ticker", description = "Last price, best bid and ask, and the last 24 hours.")
final class TickerCommand extends BackendCommand {
    @Parameters(paramLabel = "SYMBOL", arity = "0..*", description = "All markets, if none is named.")
    private List<String> symbols = List.of();

    TickerCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        List<String> wanted = symbols.isEmpty()
                ? rows(client.get("/api/v1/instruments")).stream()
                        .map(instrument -> instrument.path("symbol").asString())
                        .toList()
                : symbols.stream().map(BackendCommand::symbol).toList();
        output.list(
                wanted.stream()
                        .map(symbol -> client.get("/api/v1/market/" + encoded(symbol) + "/ticker"))
                        .toList(),
                Columns.TICKERS);
        return ExitCodes.OK;
    }
}
