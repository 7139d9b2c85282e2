package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "orders", description = "Your orders, newest first; or the ones named.")
final class OrdersCommand extends BackendCommand {
    @Parameters(paramLabel = "ORDER_ID", arity = "0..*")
    private List<String> orderIds = List.of();

    @Option(names = "--open", description = "Only those that are open.")
    private boolean open;

    @Option(names = "--symbol", paramLabel = "SYMBOL")
    private @Nullable String symbol;

    @Option(names = "--side", paramLabel = "SIDE", description = "BUY or SELL.")
    private @Nullable String side;

    @Option(names = "--status", paramLabel = "STATUS", description = "Such as FILLED.")
    private @Nullable String status;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    OrdersCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        if (!orderIds.isEmpty()) {
            output.list(
                    orderIds.stream()
                            .map(orderId -> client.get("/api/v1/orders/" + encoded(orderId)))
                            .toList(),
                    Columns.ORDERS);
            return ExitCodes.OK;
        }
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("open", open ? "true" : null);
        query.put("symbol", symbol == null ? null : symbol(symbol));
        query.put("side", side == null ? null : symbol(side));
        query.put("status", status == null ? null : symbol(status));
        output.list(items(client, "/api/v1/orders", query, limit), Columns.ORDERS);
        return ExitCodes.OK;
    }
}
