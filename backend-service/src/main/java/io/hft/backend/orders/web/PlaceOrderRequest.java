package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.money.DecimalText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A wish for an order, as sent; {@link OrderForm} checks it. */
@Schema(name = "PlaceOrder")
record PlaceOrderRequest(
        @JsonProperty("symbol") @Schema(example = "BTC-USD") @Nullable
        String symbol,

        @JsonProperty("side")
        @Schema(
                allowableValues = {"BUY", "SELL"},
                example = "BUY")
        @Nullable
        String side,

        @JsonProperty("type")
        @Schema(
                allowableValues = {"LIMIT", "MARKET", "STOP", "STOP_LIMIT", "ICEBERG"},
                example = "LIMIT")
        @Nullable
        String type,

        @JsonProperty("time_in_force")
        @Schema(
                allowableValues = {"GTC", "IOC", "FOK", "DAY", "GTD"},
                description =
                        "IOC or FOK for a market order (default IOC); GTC, DAY or GTD for STOP, STOP_LIMIT and ICEBERG; any for"
                                + " a limit order (default GTC).",
                example = "GTC")
        @Nullable
        String timeInForce,

        @JsonProperty("price")
        @Schema(type = "string", description = "Of LIMIT, STOP_LIMIT and ICEBERG.", example = "49000.00")
        @Nullable
        DecimalText price,

        @JsonProperty("quantity") @Schema(type = "string", example = "0.10") @Nullable
        DecimalText quantity,

        @JsonProperty("quote_quantity")
        @Schema(type = "string", description = "Of a market order, instead of quantity: how much to spend at most.")
        @Nullable
        DecimalText quoteQuantity,

        @JsonProperty("stop_price")
        @Schema(type = "string", description = "Of STOP and STOP_LIMIT: the price of a trade that triggers it.")
        @Nullable
        DecimalText stopPrice,

        @JsonProperty("display_quantity")
        @Schema(type = "string", description = "Of ICEBERG: how much is shown, a thousandth of the quantity at least.")
        @Nullable
        DecimalText displayQuantity,

        @JsonProperty("expire_at")
        @Schema(type = "string", format = "date-time", description = "Of GTD: when it expires.")
        @Nullable
        String expireAt,

        @JsonProperty("post_only") @Schema(description = "Never takes: rejected when it would trade at once.") @Nullable
        Boolean postOnly,

        @JsonProperty("self_trade_prevention")
        @Schema(
                allowableValues = {"CANCEL_NEWEST", "CANCEL_OLDEST", "CANCEL_BOTH", "DECREMENT_AND_CANCEL"},
                description = "What happens when it meets another order of yours.")
        @Nullable
        String selfTradePrevention,

        @JsonProperty("client_order_id")
        @Schema(
                description = "Your own name for the order, unique for ever; acts as key where no key is sent.",
                example = "my-order-1")
        @Nullable
        String clientOrderId) {
    Fingerprint fingerprint() {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "symbol", symbol);
        put(fields, "side", side);
        put(fields, "type", type);
        put(fields, "time_in_force", timeInForce);
        put(fields, "price", price);
        put(fields, "quantity", quantity);
        put(fields, "quote_quantity", quoteQuantity);
        put(fields, "stop_price", stopPrice);
        put(fields, "display_quantity", displayQuantity);
        put(fields, "expire_at", expireAt);
        put(fields, "post_only", postOnly);
        put(fields, "self_trade_prevention", selfTradePrevention);
        put(fields, "client_order_id", clientOrderId);
        return Fingerprint.of(fields);
    }

    private static void put(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
