package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.engine.Side;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.Fill;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fill on the wire. */
@Schema(name = "Fill")
public record FillResponse(
        @JsonProperty("fill_id") @Schema(description = "Unique for ever.", example = "0-1042")
        String fillId,

        @JsonProperty("trade_id") @Schema(example = "17") String tradeId,

        @JsonProperty("order_id") @Schema(example = "1000000000001")
        String orderId,

        @JsonProperty("client_order_id") @Schema(example = "my-order-1") @Nullable
        String clientOrderId,

        @JsonProperty("symbol") @Schema(example = "BTC-USD") String symbol,

        @JsonProperty("side") Side side,

        @JsonProperty("price") @Schema(example = "50000.00000000")
        String price,

        @JsonProperty("quantity") @Schema(example = "0.10000000")
        String quantity,

        @JsonProperty("quote_amount") @Schema(description = "What was paid for it.", example = "5000.00000000")
        String quoteAmount,

        @JsonProperty("fee") @Schema(example = "0.00000000") String fee,

        @JsonProperty("fee_asset") @Schema(example = "USD") String feeAsset,

        @JsonProperty("liquidity")
        @Schema(
                allowableValues = {"MAKER", "TAKER"},
                example = "TAKER")
        String liquidity,

        @JsonProperty("executed_at") Instant executedAt,

        @JsonProperty("engine_sequence") @Schema(description = "The engine's event.", example = "1042")
        long engineSequence) {
    public static FillResponse of(Fill fill) {
        return new FillResponse(
                fill.shard() + "-" + fill.sequence(),
                Long.toString(fill.tradeId()),
                Long.toString(fill.orderId()),
                fill.clientOrderId(),
                fill.symbol(),
                fill.side(),
                Decimals.plain(fill.price()),
                Decimals.plain(fill.quantity()),
                Decimals.plain(fill.quoteAmount()),
                Decimals.plain(fill.fee()),
                fill.feeAsset(),
                fill.maker() ? "MAKER" : "TAKER",
                fill.executedAt(),
                fill.sequence());
    }
}
