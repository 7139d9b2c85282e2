package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "trades", description = "The tape of a market, newest first.")
final class TradesCommand extends BackendCommand {
    @Parameters(paramLabel = "SYMBOL")
    private @Nullable String symbol;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    TradesCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        String path = "/api/v1/market/" + encoded(symbol(Objects.requireNonNull(symbol))) + "/trades";
        output.list(items(client, path, Map.of(), limit), Columns.TRADES);
        return ExitCodes.OK;
    }
}
