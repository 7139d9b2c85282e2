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
                allowableValues = {"LIMIT", "MARKET"},
                example = "LIMIT")
        @Nullable
        String type,

        @JsonProperty("time_in_force")
        @Schema(
                allowableValues = {"GTC", "IOC"},
                description = "GTC for a limit, IOC for a market order.",
                example = "GTC")
        @Nullable
        String timeInForce,

        @JsonProperty("price")
        @Schema(type = "string", description = "Of a limit order.", example = "49000.00")
        @Nullable
        DecimalText price,

        @JsonProperty("quantity") @Schema(type = "string", example = "0.10") @Nullable
        DecimalText quantity,

        @JsonProperty("quote_quantity") @Schema(hidden = true) @Nullable
        DecimalText quoteQuantity,

        @JsonProperty("stop_price") @Schema(hidden = true) @Nullable
        DecimalText stopPrice,

        @JsonProperty("display_quantity") @Schema(hidden = true) @Nullable
        DecimalText displayQuantity,

        @JsonProperty("expire_at") @Schema(hidden = true) @Nullable
        String expireAt,

        @JsonProperty("post_only") @Schema(hidden = true) @Nullable
        Boolean postOnly,

        @JsonProperty("self_trade_prevention") @Schema(hidden = true) @Nullable
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
