package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "candles", description = "Prices of a market per minute, hour or day, as the backend lists them.")
final class CandlesCommand extends BackendCommand {
    @Parameters(paramLabel = "SYMBOL")
    private @Nullable String symbol;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1m",
            description = "1m, 5m, 15m, 1h or 1d (${DEFAULT-VALUE}).")
    private @Nullable String interval;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    CandlesCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        String path = "/api/v1/market/" + encoded(symbol(Objects.requireNonNull(symbol))) + "/candles";
        JsonNode answer =
                client.get(path + query(Map.of("interval", Objects.requireNonNull(interval), "limit", limit)));
        output.list(rows(answer.isArray() ? answer : answer.path("items")), Columns.CANDLES);
        return ExitCodes.OK;
    }
}
