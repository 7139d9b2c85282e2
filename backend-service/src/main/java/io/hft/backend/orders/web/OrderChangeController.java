package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Side;
import io.hft.backend.identity.Principal;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderPricing;
import io.hft.backend.orders.OrderReplacement;
import io.hft.backend.orders.PlacementResult;
import io.hft.backend.orders.PricedOrder;
import io.hft.backend.orders.ReplacementResult;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Orders")
class OrderChangeController {
    private static final int RETRY_SECONDS = 2;

    private final OrderReplacement replacement;
    private final OrderPricing pricing;
    private final Ledger ledger;

    OrderChangeController(OrderReplacement replacement, OrderPricing pricing, Ledger ledger) {
        this.replacement = replacement;
        this.pricing = pricing;
        this.ledger = ledger;
    }

    @PatchMapping("/api/v1/orders/{order_id}")
    @Operation(
            summary = "Change one of your open orders",
            description =
                    "Answers when the change is booked. The same price and a smaller quantity keep its place in the queue; a new price or"
                            + " a larger quantity goes to the back, and a price that crosses trades. A refused change leaves the order as it was. What it"
                            + " costs more is held before, what it costs less is given back after. Repeating it is harmless.")
    OrderResponse replace(
            Principal principal, @PathVariable("order_id") String orderId, @RequestBody ReplaceOrderRequest request) {
        var change = request.check();
        long id = QueryParameters.id(orderId).orElseThrow(() -> unknown(orderId));
        return switch (replacement.replace(principal.userId(), id, change)) {
            case ReplacementResult.Replaced(Order order) -> OrderResponse.of(order);
            case ReplacementResult.NotFound() -> throw unknown(orderId);
            case ReplacementResult.NotOpen(Order order) ->
                throw Problem.of(ErrorCode.ORDER_NOT_OPEN, "The order is " + order.status())
                        .asException();
            case ReplacementResult.Busy() ->
                throw Problem.of(ErrorCode.IN_PROGRESS, "The order, or a change of it, is on its way; try again")
                        .withRetryAfter(RETRY_SECONDS)
                        .asException();
            case ReplacementResult.InsufficientFunds(String asset, BigDecimal needed, BigDecimal available) ->
                throw PlacementProblems.of(new PlacementResult.InsufficientFunds(asset, needed, available));
            case ReplacementResult.Invalid(String field, String rule, String message) ->
                throw Problem.validation(field, rule, message).asException();
            case ReplacementResult.Refused(String reason) ->
                throw Problem.of(ErrorCode.ORDER_REJECTED, "The engine refused the change: " + reason)
                        .asException();
            case ReplacementResult.Unknown(String reason) ->
                throw Problem.of(ErrorCode.ENGINE_UNAVAILABLE, reason + "; repeating the request is harmless")
                        .withRetryAfter(RETRY_SECONDS)
                        .asException();
        };
    }

    @PostMapping("/api/v1/orders/preview")
    @Operation(
            summary = "What an order would cost",
            description =
                    "Checks an order as placing it would, and says what it would hold. Places nothing; needs no key.")
    Preview preview(Principal principal, @RequestBody PlaceOrderRequest request) {
        return switch (pricing.price(OrderForm.check(request, principal.userId()))) {
            case OrderPricing.Result.Refused(PlacementResult why) -> throw PlacementProblems.of(why);
            case OrderPricing.Result.Priced(PricedOrder order) -> {
                BigDecimal available = ledger.available(principal.userId(), order.payingAsset());
                yield Preview.of(order, available);
            }
        };
    }

    private static RuntimeException unknown(String orderId) {
        return Problem.of(ErrorCode.ORDER_NOT_FOUND, "You have no order " + orderId)
                .asException();
    }

    @Schema(name = "OrderPreview")
    record Preview(
            @JsonProperty("symbol") @Schema(example = "BTC-USD")
            String symbol,

            @JsonProperty("side") Side side,
            @JsonProperty("type") OrderType type,

            @JsonProperty("quantity") @Schema(example = "0.10000000")
            String quantity,

            @JsonProperty("price") @Nullable String price,

            @JsonProperty("protection_price")
            @Schema(description = "Of MARKET and STOP, on the book of this moment.", example = "50000.00000000")
            @Nullable
            String protectionPrice,

            @JsonProperty("hold_asset") @Schema(example = "USD")
            String holdAsset,

            @JsonProperty("hold") @Schema(description = "What it costs at most.", example = "5000.00000000")
            String hold,

            @JsonProperty("available") @Schema(example = "100000.00000000")
            String available,

            @JsonProperty("sufficient") @Schema(description = "Whether that is enough.", example = "true")
            boolean sufficient) {
        static Preview of(PricedOrder priced, BigDecimal available) {
            boolean limit = priced.order().type().hasLimit();
            String price = Decimals.plain(priced.price());
            return new Preview(
                    priced.order().symbol(),
                    priced.order().side(),
                    priced.order().type(),
                    Decimals.plain(priced.quantity()),
                    limit ? price : null,
                    limit ? null : price,
                    priced.payingAsset(),
                    Decimals.plain(priced.hold()),
                    Decimals.plain(available),
                    available.compareTo(priced.hold()) >= 0);
        }
    }
}
