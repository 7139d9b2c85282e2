package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.SelfTradePrevention;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order on the wire, over REST and in the live channel. */
@Schema(name = "Order")
public record OrderResponse(
        @JsonProperty("order_id") @Schema(example = "1000000000001")
        String orderId,

        @JsonProperty("client_order_id") @Schema(example = "my-order-1") @Nullable
        String clientOrderId,

        @JsonProperty("symbol") @Schema(example = "BTC-USD") String symbol,

        @JsonProperty("side") Side side,
        @JsonProperty("type") OrderType type,
        @JsonProperty("time_in_force") TimeInForce timeInForce,

        @JsonProperty("price")
        @Schema(description = "Limit price; null for MARKET and STOP.", example = "49000.00000000")
        @Nullable
        String price,

        @JsonProperty("protection_price")
        @Schema(description = "Beyond it a MARKET or STOP order does not trade; null for the others.")
        @Nullable
        String protectionPrice,

        @JsonProperty("quantity") @Schema(example = "0.10000000")
        String quantity,

        @JsonProperty("quote_quantity")
        @Schema(description = "What a market order was sized by, if not by quantity.")
        @Nullable
        String quoteQuantity,

        @JsonProperty("stop_price") @Schema(description = "Of STOP and STOP_LIMIT.") @Nullable
        String stopPrice,

        @JsonProperty("display_quantity") @Schema(description = "Of ICEBERG.") @Nullable
        String displayQuantity,

        @JsonProperty("expire_at") @Schema(description = "Of GTD.") @Nullable
        Instant expireAt,

        @JsonProperty("post_only") boolean postOnly,

        @JsonProperty("self_trade_prevention") SelfTradePrevention selfTradePrevention,

        @JsonProperty("cumulative_quantity") @Schema(example = "0.00000000")
        String cumulativeQuantity,

        @JsonProperty("leaves_quantity")
        @Schema(description = "Still open; zero once the order is done.", example = "0.10000000")
        String leavesQuantity,

        @JsonProperty("average_price") @Schema(description = "Volume-weighted; null before the first fill.") @Nullable
        String averagePrice,

        @JsonProperty("cumulative_fee")
        @Schema(description = "Paid so far, in the quote asset.", example = "0.00000000")
        String cumulativeFee,

        @JsonProperty("status") OrderStatus status,

        @JsonProperty("reject_reason") @Nullable String rejectReason,

        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("updated_at") Instant updatedAt,

        @JsonProperty("engine_sequence")
        @Schema(description = "The engine's last event that is booked for it.")
        @Nullable
        Long engineSequence) {
    public static OrderResponse of(Order order) {
        OrderTerms terms = order.terms();
        boolean limit = order.type().hasLimit();
        String price = Decimals.plain(order.price());
        return new OrderResponse(
                Long.toString(order.orderId()),
                order.clientOrderId(),
                order.symbol(),
                order.side(),
                order.type(),
                order.timeInForce(),
                limit ? price : null,
                limit ? null : price,
                Decimals.plain(order.quantity()),
                plain(order.quoteQuantity()),
                plain(terms.stopPrice()),
                plain(terms.displayQuantity()),
                terms.expireAt(),
                terms.postOnly(),
                terms.selfTradePrevention(),
                Decimals.plain(order.cumulativeQuantity()),
                Decimals.plain(order.leavesQuantity()),
                order.averagePrice().map(Decimals::plain).orElse(null),
                Decimals.plain(order.cumulativeFee()),
                order.status(),
                order.rejectReason(),
                order.createdAt(),
                order.updatedAt(),
                order.engineSequence());
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.plain(value);
    }
}
