package io.hft.backend.trading.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An executed buy. */
@Schema(name = "Execution")
record ExecuteResponse(
        @JsonProperty("status")
        @Schema(
                allowableValues = {"ORDER_FILLED", "ORDER_PARTIALLY_FILLED"},
                example = "ORDER_FILLED")
        String status,

        @JsonProperty("order_id") @Schema(example = "1000000000001")
        String orderId,

        @JsonProperty("symbol") @Schema(example = "BTC") String symbol,

        @JsonProperty("quantity_filled") @Schema(description = "As sent, when all of it was bought.", example = "1.0")
        String quantityFilled,

        @JsonProperty("execution_price")
        @Schema(description = "Volume-weighted over all fills.", example = "50000.00000000")
        String executionPrice,

        @JsonProperty("total_cost") @Schema(example = "50000.00000000")
        String totalCost,

        @JsonProperty("paid_with") @Schema(example = "USD") String paidWith,

        @JsonProperty("remaining_balance")
        @Schema(description = "In the paying asset, right after this order.", example = "50000.00000000")
        String remainingBalance,

        @JsonProperty("executed_at") Instant executedAt,
        @JsonProperty("executed_by_thread") String executedByThread) {}
