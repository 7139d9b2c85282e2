package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.money.DecimalFields;
import io.hft.backend.money.DecimalText;
import io.hft.backend.orders.OrderChange;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an order shall become, as sent. */
@Schema(name = "ReplaceOrder")
record ReplaceOrderRequest(
        @JsonProperty("price")
        @Schema(type = "string", description = "Of LIMIT, STOP_LIMIT and ICEBERG.", example = "48000.00")
        @Nullable
        DecimalText price,

        @JsonProperty("quantity")
        @Schema(type = "string", description = "The new total, open and filled.", example = "0.05")
        @Nullable
        DecimalText quantity,

        @JsonProperty("stop_price")
        @Schema(type = "string", description = "Of a stop that has not triggered.")
        @Nullable
        DecimalText stopPrice,

        @JsonProperty("display_quantity") @Schema(type = "string", description = "Of ICEBERG.") @Nullable
        DecimalText displayQuantity) {
    /** @throws io.hft.backend.web.ProblemException 422 */
    OrderChange check() {
        List<FieldError> errors = new ArrayList<>();
        OrderChange change = new OrderChange(
                positive("price", price, errors),
                positive("quantity", quantity, errors),
                positive("stop_price", stopPrice, errors),
                positive("display_quantity", displayQuantity, errors));
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return change;
    }

    private static @Nullable BigDecimal positive(String field, @Nullable DecimalText text, List<FieldError> errors) {
        if (text == null) {
            return null;
        }
        return switch (DecimalFields.required(text).positive()) {
            case DecimalFields.Checked.Valid(BigDecimal value) -> value;
            case DecimalFields.Checked.Broken(String rule, String message) -> {
                errors.add(new FieldError(field, rule, message));
                yield null;
            }
        };
    }
}
