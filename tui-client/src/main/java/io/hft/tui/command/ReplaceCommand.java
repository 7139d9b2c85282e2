package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "replace", description = "Change an open order.")
final class ReplaceCommand extends BackendCommand {
    @Parameters(paramLabel = "ORDER_ID")
    private @Nullable String orderId;

    @Option(names = "--price", paramLabel = "PRICE")
    private @Nullable String price;

    @Option(names = "--quantity", paramLabel = "TOTAL", description = "The new total, what is filled included.")
    private @Nullable String quantity;

    @Option(names = "--stop", paramLabel = "PRICE")
    private @Nullable String stop;

    @Option(names = "--display", paramLabel = "QUANTITY")
    private @Nullable String display;

    ReplaceCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        Map<String, String> change = new LinkedHashMap<>();
        put(change, "price", price);
        put(change, "quantity", quantity);
        put(change, "stop_price", stop);
        put(change, "display_quantity", display);
        if (change.isEmpty()) {
            throw usage("say what to change: --price, --quantity, --stop or --display");
        }
        output.one(client.patch("/api/v1/orders/" + encoded(Objects.requireNonNull(orderId)), change), Columns.ORDER);
        return ExitCodes.OK;
    }

    private static void put(Map<String, String> change, String field, @Nullable String value) {
        if (value != null) {
            change.put(field, value);
        }
    }
}
