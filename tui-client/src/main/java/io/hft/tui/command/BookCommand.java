package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(name = "book", description = "The order book of a market: best prices in the middle.")
final class BookCommand extends BackendCommand {
    private static final List<Column> COLUMNS =
            List.of(Column.text("side"), Column.number("price"), Column.number("quantity"));

    @Parameters(paramLabel = "SYMBOL")
    private @Nullable String symbol;

    @Option(names = "--depth", paramLabel = "LEVELS", defaultValue = "10", description = "Per side (${DEFAULT-VALUE}).")
    private int depth;

    BookCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        String market = symbol(Objects.requireNonNull(symbol));
        JsonNode book = client.get("/api/v1/market/" + encoded(market) + "/book" + query(Map.of("depth", depth)));
        if (context.format() == Format.json) {
            output.one(book, List.of());
        } else {
            List<JsonNode> rows =
                    new ArrayList<>(levels(book.path("asks"), "SELL").reversed());
            rows.addAll(levels(book.path("bids"), "BUY"));
            output.list(rows, COLUMNS);
            output.say(Json.text(book, "symbol", market) + " at sequence " + Json.text(book, "sequence", "?"));
        }
        return ExitCodes.OK;
    }

    private static List<JsonNode> levels(JsonNode side, String name) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode level : side) {
            rows.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("side", name)
                    .put("price", level.path(0).asString())
                    .put("quantity", level.path(1).asString()));
        }
        return rows;
    }
}
