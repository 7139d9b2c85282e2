package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "fills", description = "Your fills, newest first.")
final class FillsCommand extends BackendCommand {
    @Option(names = "--symbol", paramLabel = "SYMBOL")
    private @Nullable String symbol;

    @Option(names = "--order", paramLabel = "ORDER_ID")
    private @Nullable String orderId;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    FillsCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("symbol", symbol == null ? null : symbol(symbol));
        query.put("order_id", orderId);
        output.list(items(client, "/api/v1/fills", query, limit), Columns.FILLS);
        return ExitCodes.OK;
    }
}
