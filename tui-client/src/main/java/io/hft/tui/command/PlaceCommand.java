package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Places an order, and waits for what became of it. */
abstract class PlaceCommand extends BackendCommand {
    private final String side;

    @Parameters(index = "0", paramLabel = "SYMBOL", description = "The market, such as BTC-USD.")
    private @Nullable String symbol;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUANTITY", description = "Of the base asset, such as 0.5.")
    private @Nullable String quantity;

    @Option(names = "--market", description = "At the best prices there are, now.")
    private boolean market;

    @Option(names = "--limit", paramLabel = "PRICE", description = "At this price or a better one.")
    private @Nullable String limit;

    @Option(names = "--stop", paramLabel = "PRICE", description = "Only once the market has traded at this price.")
    private @Nullable String stop;

    @Option(names = "--quote", paramLabel = "AMOUNT", description = "With --market: for this much of the quote asset.")
    private @Nullable String quote;

    @Option(names = "--tif", paramLabel = "TIF", description = "GTC, IOC, FOK, DAY or GTD.")
    private @Nullable String timeInForce;

    @Option(names = "--expire-at", paramLabel = "TIME", description = "With GTD, such as 2026-12-31T12:00:00Z.")
    private @Nullable String expireAt;

    @Option(names = "--post-only", description = "Never take: refuse the order instead.")
    private boolean postOnly;

    @Option(names = "--display", paramLabel = "QUANTITY", description = "Show only so much (iceberg).")
    private @Nullable String display;

    @Option(names = "--stp", paramLabel = "MODE", description = "Self-trade prevention, such as CANCEL_OLDEST.")
    private @Nullable String selfTradePrevention;

    @Option(names = "--client-order-id", paramLabel = "ID", description = "Your name for the order.")
    private @Nullable String clientOrderId;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key again is the same order; a new one is made if none is given.")
    private @Nullable String idempotencyKey;

    @Option(names = "--preview", description = "Only say what it would cost.")
    private boolean preview;

    PlaceCommand(Context context, String side) {
        super(context);
        this.side = side;
    }

    @Override
    int run(BackendClient client, Output output) {
        Map<String, Object> order = order();
        if (preview) {
            output.one(client.post("/api/v1/orders/preview", order, null), Columns.PREVIEW);
            return ExitCodes.OK;
        }
        String key = idempotencyKey != null ? idempotencyKey : UUID.randomUUID().toString();
        JsonNode placed = client.post("/api/v1/orders", order, key);
        output.one(placed, Columns.ORDER);
        return judge(placed);
    }

    private Map<String, Object> order() {
        check();
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("symbol", symbol(Objects.requireNonNull(symbol)));
        order.put("side", side);
        order.put("type", type());
        put(order, "time_in_force", timeInForce == null ? null : symbol(timeInForce));
        put(order, "price", limit);
        put(order, "stop_price", stop);
        put(order, "quantity", quantity);
        put(order, "quote_quantity", quote);
        put(order, "display_quantity", display);
        put(order, "expire_at", expireAt);
        put(order, "self_trade_prevention", selfTradePrevention == null ? null : symbol(selfTradePrevention));
        put(order, "client_order_id", clientOrderId);
        if (postOnly) {
            order.put("post_only", true);
        }
        return order;
    }

    private String type() {
        if (display != null) {
            return "ICEBERG";
        }
        if (stop != null) {
            return limit != null ? "STOP_LIMIT" : "STOP";
        }
        return limit != null ? "LIMIT" : "MARKET";
    }

    private void check() {
        if (market && (limit != null || stop != null)) {
            throw usage("--market goes with neither --limit nor --stop");
        }
        if (!market && limit == null && stop == null) {
            throw usage("say --market, --limit PRICE or --stop PRICE");
        }
        if ((quantity == null) == (quote == null)) {
            throw usage(
                    quantity == null
                            ? "say how much: QUANTITY, or --quote AMOUNT"
                            : "--quote stands instead of QUANTITY");
        }
        if (display != null && limit == null) {
            throw usage("--display goes with --limit");
        }
        for (String number : new String[] {quantity, limit, stop, quote, display}) {
            if (number != null && !number.matches("\\d{1,18}(\\.\\d{1,8})?")) {
                throw usage(
                        "'" + number + "' must be a number such as 0.5: up to 18 digits before and 8 after the point");
            }
        }
    }

    private static void put(Map<String, Object> order, String field, @Nullable String value) {
        if (value != null) {
            order.put(field, value);
        }
    }

    /** An order that the engine refused, or that ended without a fill, is not what was asked for. */
    private int judge(JsonNode order) {
        String status = Json.text(order, "status", "");
        boolean nothingDone = new BigDecimal(Json.text(order, "cumulative_quantity", "0")).signum() == 0;
        boolean refused =
                status.equals("REJECTED") || nothingDone && (status.equals("CANCELED") || status.equals("EXPIRED"));
        if (refused) {
            complain("order " + Json.text(order, "order_id", "?") + " is " + status + ": "
                    + Json.text(order, "reject_reason", "no reason given"));
        }
        return refused ? ExitCodes.REFUSED : ExitCodes.OK;
    }
}
