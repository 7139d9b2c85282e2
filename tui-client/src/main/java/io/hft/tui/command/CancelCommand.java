package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.BackendProblem;
import io.hft.tui.client.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "cancel", description = "Cancel open orders.")
final class CancelCommand extends BackendCommand {
    @Parameters(paramLabel = "ORDER_ID", arity = "0..*")
    private List<String> orderIds = List.of();

    @Option(names = "--all", description = "All of yours, or those that the next two choose.")
    private boolean all;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "With --all: of this market.")
    private @Nullable String symbol;

    @Option(names = "--side", paramLabel = "SIDE", description = "With --all: BUY or SELL.")
    private @Nullable String side;

    CancelCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        if (all != orderIds.isEmpty()) {
            throw usage(all ? "--all goes without order ids" : "name the orders, or say --all");
        }
        if (!all && (symbol != null || side != null)) {
            throw usage("--symbol and --side go with --all");
        }
        return all ? cancelAll(client, output) : cancelEach(client, output);
    }

    private int cancelAll(BackendClient client, Output output) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("symbol", symbol == null ? null : symbol(symbol));
        query.put("side", side == null ? null : symbol(side));
        JsonNode answer = client.delete("/api/v1/orders" + query(query));
        output.list(rows(answer.path("items")), Columns.ORDERS);
        return ExitCodes.OK;
    }

    private int cancelEach(BackendClient client, Output output) {
        List<JsonNode> cancelled = new ArrayList<>();
        int worst = ExitCodes.OK;
        for (String orderId : orderIds) {
            try {
                cancelled.add(cancel(client, orderId));
            } catch (BackendProblem problem) {
                complain("order " + orderId + ": " + problem.explanation());
                worst = Math.max(worst, Failures.exitCode(problem));
            }
        }
        // A heading over nothing says nothing.
        if (worst == ExitCodes.OK || !cancelled.isEmpty() || context.format() != Format.table) {
            output.list(cancelled, Columns.ORDERS);
        }
        return worst;
    }

    /** An order that is found cancelled was cancelled by the first of two tries, whose answer got lost. */
    private static JsonNode cancel(BackendClient client, String orderId) {
        String path = "/api/v1/orders/" + encoded(orderId);
        long before = client.lostAnswers();
        try {
            return client.delete(path);
        } catch (BackendProblem problem) {
            if (problem.errorCode().equals("ERR_ORDER_NOT_OPEN") && client.lostAnswers() > before) {
                JsonNode order = client.get(path);
                if (Json.text(order, "status", "").equals("CANCELED")) {
                    return order;
                }
            }
            throw problem;
        }
    }
}
