package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotencyKey;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.web.StoredResponses;
import io.hft.backend.identity.Principal;
import io.hft.backend.orders.BatchPlacement;
import io.hft.backend.orders.KeyedPlacement;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.PlacementResult;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Orders")
class BatchController {
    private static final String BATCH = "POST /api/v1/orders/batch";
    private static final String BATCH_BY_CLIENT_ORDER_IDS = "POST /api/v1/orders/batch client_order_id";
    private static final int ORDERS_MAX = 100;

    private final BatchPlacement placement;
    private final JsonMapper json;

    BatchController(BatchPlacement placement, JsonMapper json) {
        this.placement = placement;
        this.json = json;
    }

    @PostMapping("/api/v1/orders/batch")
    @Operation(
            summary = "Place up to 100 orders at once",
            description =
                    "Each has a result of its own, in the order of the request: `status` as placing it alone would have, and the order or"
                            + " the error. Needs an idempotency key, or a client_order_id on every order; the same request again gets the first answer again."
                            + " An order whose client_order_id is taken is refused with ERR_DUPLICATE_CLIENT_ORDER_ID and never placed twice.",
            parameters =
                    @Parameter(
                            name = "X-Idempotency-Key",
                            in = ParameterIn.HEADER,
                            schema = @Schema(type = "string"),
                            description = "Or Idempotency-Key."))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BatchAnswer.class)))
    ResponseEntity<byte[]> place(
            @Parameter(hidden = true) @Nullable IdempotencyKey key, Principal principal, @RequestBody Batch batch) {
        List<@Nullable PlaceOrderRequest> wanted = batch.orders();
        if (wanted == null || wanted.isEmpty() || wanted.size() > ORDERS_MAX) {
            throw Problem.validation("orders", "size", "must be 1 to " + ORDERS_MAX + " orders")
                    .asException();
        }
        if (wanted.contains(null)) {
            throw Problem.validation("orders", "required", "must not contain null")
                    .asException();
        }
        if (key == null && wanted.stream().anyMatch(one -> one == null || one.clientOrderId() == null)) {
            throw Problem.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            "Send a header X-Idempotency-Key, or a client_order_id with every order")
                    .asException();
        }
        Fingerprint fingerprint = fingerprint(wanted);
        IdempotencyClaim claim = key == null
                ? new IdempotencyClaim(principal.userId(), BATCH_BY_CLIENT_ORDER_IDS, fingerprint.hex(), fingerprint)
                : new IdempotencyClaim(principal.userId(), BATCH, key.value(), fingerprint);
        List<BatchPlacement.Item> items = wanted.stream()
                .map(one -> item(OrderForm.read(one, principal.userId())))
                .toList();
        BatchPlacement.Words words = new BatchPlacement.Words(this::refusal, this::answer);
        return switch (placement.place(items, claim, words)) {
            case KeyedPlacement.Result.Answered(StoredAnswer answer, boolean replayed) ->
                StoredResponses.of(answer, replayed);
            case KeyedPlacement.Result.Mismatch() -> throw StoredResponses.mismatch();
            case KeyedPlacement.Result.InProgress() -> throw StoredResponses.inProgress();
            case KeyedPlacement.Result.NotPlaced(var why) -> throw PlacementProblems.of(why);
        };
    }

    private static Fingerprint fingerprint(List<@Nullable PlaceOrderRequest> wanted) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            fields.put("%03d".formatted(i), wanted.get(i).fingerprint().hex());
        }
        return Fingerprint.of(fields);
    }

    private BatchPlacement.Item item(OrderForm.Checked checked) {
        return switch (checked) {
            case OrderForm.Checked.Valid(var order) -> new BatchPlacement.Item.Wanted(order);
            case OrderForm.Checked.Broken(List<FieldError> errors) ->
                new BatchPlacement.Item.Broken(text(Problem.validation(errors)));
        };
    }

    private String refusal(PlacementResult why) {
        return text(PlacementProblems.of(why).problem());
    }

    private String text(Problem problem) {
        return json.writeValueAsString(BatchError.of(problem));
    }

    private StoredAnswer answer(List<BatchPlacement.Outcome> outcomes) {
        List<BatchItem> items = outcomes.stream().map(this::item).toList();
        return new StoredAnswer(
                HttpStatus.OK.value(),
                MediaType.APPLICATION_JSON_VALUE,
                json.writeValueAsString(new BatchAnswer(items)));
    }

    private BatchItem item(BatchPlacement.Outcome outcome) {
        return switch (outcome) {
            case BatchPlacement.Outcome.Placed(Order order) ->
                new BatchItem(HttpStatus.CREATED.value(), OrderResponse.of(order), null);
            case BatchPlacement.Outcome.Refused(String text) -> {
                BatchError error = json.readValue(text, BatchError.class);
                yield new BatchItem(error.status(), null, error);
            }
        };
    }

    @Schema(name = "OrderBatch")
    record Batch(
            @JsonProperty("orders") @Schema(description = "1 to 100, placed in this order.") @Nullable
            List<@Nullable PlaceOrderRequest> orders) {}

    @Schema(name = "OrderBatchResult")
    record BatchAnswer(@JsonProperty("items") List<BatchItem> items) {}

    @Schema(name = "OrderBatchItem")
    record BatchItem(
            @JsonProperty("status") @Schema(description = "201, or the error's status.", example = "201")
            int status,

            @JsonProperty("order") @Nullable OrderResponse order,
            @JsonProperty("error") @Nullable BatchError error) {}

    @Schema(name = "OrderBatchError")
    record BatchError(
            @JsonProperty("status") @Schema(example = "402") int status,

            @JsonProperty("error_code") @Schema(example = "ERR_LIQUIDITY")
            String errorCode,

            @JsonProperty("detail") @Schema(example = "4900.00000000 USD needed, 0.00000000 available")
            String detail,

            @JsonProperty("retryable") boolean retryable,
            @JsonProperty("errors") List<BatchFieldError> errors) {
        static BatchError of(Problem problem) {
            return new BatchError(
                    problem.code().status(),
                    problem.code().code(),
                    problem.detail(),
                    problem.retryable(),
                    problem.errors().stream()
                            .map(error -> new BatchFieldError(error.field(), error.rule(), error.message()))
                            .toList());
        }
    }

    @Schema(name = "OrderBatchFieldError")
    record BatchFieldError(
            @JsonProperty("field") String field,
            @JsonProperty("rule") String rule,
            @JsonProperty("message") String message) {}
}
