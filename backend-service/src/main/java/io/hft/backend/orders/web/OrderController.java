package io.hft.backend.orders.web;

import io.hft.backend.engine.Side;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotencyKey;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.web.StoredResponses;
import io.hft.backend.identity.Principal;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.CancellationResult;
import io.hft.backend.orders.KeyedPlacement;
import io.hft.backend.orders.KeyedPlacement.Result;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderCancellation;
import io.hft.backend.orders.Orders;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/api/v1/orders")
@Tag(name = "Orders")
class OrderController {
    private static final String PLACE = "POST /api/v1/orders";
    private static final String PLACE_BY_CLIENT_ORDER_ID = "POST /api/v1/orders client_order_id";
    private static final int RETRY_SECONDS = 2;

    private final KeyedPlacement placement;
    private final OrderCancellation cancellation;
    private final Orders orders;
    private final Instruments instruments;
    private final JsonMapper json;

    OrderController(
            KeyedPlacement placement,
            OrderCancellation cancellation,
            Orders orders,
            Instruments instruments,
            JsonMapper json) {
        this.placement = placement;
        this.cancellation = cancellation;
        this.orders = orders;
        this.instruments = instruments;
        this.json = json;
    }

    @PostMapping
    @Operation(
            summary = "Place an order",
            description = "Answers when the order's outcome is booked. Needs an idempotency key or a client_order_id;"
                    + " the same request again gets the first answer again.",
            parameters =
                    @Parameter(
                            name = "X-Idempotency-Key",
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = "string"),
                            description = "Or Idempotency-Key."))
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    ResponseEntity<byte[]> place(
            @Parameter(hidden = true) @Nullable IdempotencyKey key,
            Principal principal,
            @RequestBody PlaceOrderRequest request) {
        if (key == null && request.clientOrderId() == null) {
            throw Problem.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            "Send a header X-Idempotency-Key or a client_order_id, so that a repeat is no second order")
                    .asException();
        }
        NewOrder order = OrderForm.check(request, principal.userId());
        IdempotencyClaim claim = key == null
                ? new IdempotencyClaim(
                        principal.userId(), PLACE_BY_CLIENT_ORDER_ID, request.clientOrderId(), request.fingerprint())
                : new IdempotencyClaim(principal.userId(), PLACE, key.value(), request.fingerprint());
        return switch (placement.placeOrRepeat(order, claim, this::created)) {
            case Result.Answered(StoredAnswer answer, boolean replayed) -> StoredResponses.of(answer, replayed);
            case Result.Mismatch() -> throw StoredResponses.mismatch();
            case Result.InProgress() -> throw StoredResponses.inProgress();
            case Result.NotPlaced(var why) -> throw PlacementProblems.of(why);
        };
    }

    private StoredAnswer created(Order order) {
        return new StoredAnswer(
                HttpStatus.CREATED.value(),
                MediaType.APPLICATION_JSON_VALUE,
                json.writeValueAsString(OrderResponse.of(order)));
    }

    @GetMapping("/{order_id}")
    @Operation(summary = "One of your orders")
    OrderResponse find(Principal principal, @PathVariable("order_id") String orderId) {
        return QueryParameters.id(orderId)
                .flatMap(id -> orders.find(principal.userId(), id))
                .map(OrderResponse::of)
                .orElseThrow(() -> unknown(orderId));
    }

    @GetMapping("/by-client-id/{client_order_id}")
    @Operation(summary = "One of your orders, by the client_order_id that you gave it")
    OrderResponse findByClientOrderId(
            Principal principal,
            @Parameter(example = "my-order-1") @PathVariable("client_order_id") String clientOrderId) {
        return Optional.of(clientOrderId)
                .filter(OrderForm::isClientOrderId)
                .flatMap(id -> orders.findByClientOrderId(principal.userId(), id))
                .map(OrderResponse::of)
                .orElseThrow(() -> unknown(clientOrderId));
    }

    @DeleteMapping("/{order_id}")
    @Operation(summary = "Cancel one of your orders", description = "Answers when the cancellation is booked.")
    OrderResponse cancel(Principal principal, @PathVariable("order_id") String orderId) {
        long id = QueryParameters.id(orderId).orElseThrow(() -> unknown(orderId));
        return switch (cancellation.cancel(principal.userId(), id)) {
            case CancellationResult.Canceled(Order order) -> OrderResponse.of(order);
            case CancellationResult.NotOpen(Order order) ->
                throw Problem.of(ErrorCode.ORDER_NOT_OPEN, "The order is " + order.status())
                        .asException();
            case CancellationResult.NotFound() -> throw unknown(orderId);
            case CancellationResult.Unknown(String reason) -> throw unknownOutcome(reason);
        };
    }

    @DeleteMapping
    @Operation(
            summary = "Cancel all your open orders, or those of one market or side",
            description = "Answers with the orders that were cancelled when that is booked.")
    CanceledOrders cancelAll(
            Principal principal,
            @Parameter(example = "BTC-USD") @RequestParam(required = false) @Nullable String symbol,
            @Parameter(schema = @Schema(implementation = Side.class)) @RequestParam(required = false) @Nullable
                    String side) {
        Side only = QueryParameters.oneOf("side", side, Side.class);
        List<OrderResponse> canceled = new ArrayList<>();
        for (CancellationResult result : cancellation.cancelAll(principal.userId(), market(symbol), only)) {
            switch (result) {
                case CancellationResult.Canceled(Order order) -> canceled.add(OrderResponse.of(order));
                case CancellationResult.Unknown(String reason) -> throw unknownOutcome(reason);
                case CancellationResult.NotOpen done -> {
                    // Filled or cancelled by somebody else in the meantime.
                }
                case CancellationResult.NotFound gone -> {
                    // Orders are never deleted.
                }
            }
        }
        return new CanceledOrders(canceled);
    }

    private @Nullable String market(@Nullable String symbol) {
        if (symbol == null) {
            return null;
        }
        String market = symbol.trim().toUpperCase(Locale.ROOT);
        return instruments
                .find(market)
                .orElseThrow(() -> Problem.of(ErrorCode.INSTRUMENT_NOT_FOUND, "There is no market " + market)
                        .asException())
                .symbol();
    }

    private static RuntimeException unknownOutcome(String reason) {
        return Problem.of(ErrorCode.ENGINE_UNAVAILABLE, reason + "; repeating the request is harmless")
                .withRetryAfter(RETRY_SECONDS)
                .asException();
    }

    private static RuntimeException unknown(String orderId) {
        return Problem.of(ErrorCode.ORDER_NOT_FOUND, "You have no order " + orderId)
                .asException();
    }
}
