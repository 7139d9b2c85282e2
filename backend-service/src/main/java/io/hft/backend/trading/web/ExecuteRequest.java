package io.hft.backend.trading.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.money.DecimalText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A simple buy, as sent; {@link ExecuteForm} checks it. */
@Schema(name = "Execute")
record ExecuteRequest(
        @JsonProperty("user_id") @Schema(type = "integer", format = "int64", example = "1") @Nullable
        DecimalText userId,

        @JsonProperty("symbol") @Schema(description = "What to buy.", example = "BTC") @Nullable
        String symbol,

        @JsonProperty("pay_with") @Schema(description = "What to pay with.", example = "USD") @Nullable
        String payWith,

        @JsonProperty("quantity") @Schema(type = "string", example = "1.0") @Nullable
        DecimalText quantity) {
    Fingerprint fingerprint() {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "user_id", userId);
        put(fields, "symbol", symbol);
        put(fields, "pay_with", payWith);
        put(fields, "quantity", quantity);
        return Fingerprint.of(fields);
    }

    private static void put(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
