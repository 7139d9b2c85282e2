package io.hft.backend.trading.web;

import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotencyKey;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.web.StoredResponses;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.web.AccountAccess;
import io.hft.backend.ledger.Balances;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.KeyedPlacement;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderStatus;
import io.hft.backend.orders.web.PlacementProblems;
import io.hft.backend.trading.MarketBuy;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Simple buy")
class TradingController {
    /** The engine's reason for the end of a market order that found nothing to trade with. */
    private static final String NO_LIQUIDITY = "NO_LIQUIDITY";

    private static final String EXECUTE = "POST /api/v1/trading/execute";

    private final MarketBuy marketBuy;
    private final Balances balances;
    private final ProblemWriter problems;
    private final JsonMapper json;

    TradingController(MarketBuy marketBuy, Balances balances, ProblemWriter problems, JsonMapper json) {
        this.marketBuy = marketBuy;
        this.balances = balances;
        this.problems = problems;
        this.json = json;
    }

    @PostMapping("/api/v1/trading/execute")
    @Operation(
            summary = "Buy an asset at the market",
            description =
                    "Answers when the buy is booked. The same key with the same body gets the first answer again.",
            parameters =
                    @Parameter(
                            name = "X-Idempotency-Key",
                            in = ParameterIn.HEADER,
                            required = true,
                            schema = @Schema(type = "string"),
                            example = "my-first-buy",
                            description = "Or Idempotency-Key. A new one for each buy."))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ExecuteResponse.class)))
    ResponseEntity<byte[]> execute(
            @Parameter(hidden = true) IdempotencyKey key,
            Principal principal,
            @RequestBody ExecuteRequest request,
            HttpServletRequest http) {
        ExecuteForm form = ExecuteForm.check(request);
        AccountAccess.require(principal, form.userId());
        IdempotencyClaim claim = new IdempotencyClaim(form.userId(), EXECUTE, key.value(), request.fingerprint());
        String quantityAsSent = Objects.requireNonNull(request.quantity()).raw();
        MarketBuy.Result result = marketBuy.buy(
                claim,
                form.symbol(),
                form.payWith(),
                form.quantity(),
                order -> answer(order, form, quantityAsSent, http));
        return switch (result) {
            case MarketBuy.Result.UnknownAsset(String symbol) ->
                throw Problem.of(ErrorCode.ASSET_NOT_FOUND, "There is no asset " + symbol)
                        .asException();
            case MarketBuy.Result.NoMarket() ->
                throw Problem.of(
                                ErrorCode.INSTRUMENT_NOT_FOUND,
                                "Nobody trades " + form.symbol() + " for " + form.payWith())
                        .asException();
            case MarketBuy.Result.Handled(KeyedPlacement.Result handled) -> response(handled);
        };
    }

    private static ResponseEntity<byte[]> response(KeyedPlacement.Result result) {
        return switch (result) {
            case KeyedPlacement.Result.Answered(StoredAnswer answer, boolean replayed) ->
                StoredResponses.of(answer, replayed);
            case KeyedPlacement.Result.Mismatch() -> throw StoredResponses.mismatch();
            case KeyedPlacement.Result.InProgress() -> throw StoredResponses.inProgress();
            case KeyedPlacement.Result.NotPlaced(var why) -> throw PlacementProblems.of(why);
        };
    }

    private StoredAnswer answer(Order order, ExecuteForm form, String quantityAsSent, HttpServletRequest http) {
        if (order.status() == OrderStatus.REJECTED) {
            return problem(ErrorCode.ORDER_REJECTED, "The engine rejected the order: " + order.rejectReason(), http);
        }
        String reason = order.rejectReason();
        if (order.averagePrice().isEmpty() && reason != null && !reason.equals(NO_LIQUIDITY)) {
            return problem(ErrorCode.ORDER_REJECTED, "The engine cancelled the order: " + reason, http);
        }
        if (order.averagePrice().isEmpty()) {
            return problem(
                    ErrorCode.NO_LIQUIDITY,
                    "Nobody offered " + form.symbol() + " when the order arrived; use a new key to try again",
                    http);
        }
        boolean whole = order.status() == OrderStatus.FILLED;
        ExecuteResponse response = new ExecuteResponse(
                whole ? "ORDER_FILLED" : "ORDER_PARTIALLY_FILLED",
                Long.toString(order.orderId()),
                form.symbol(),
                whole ? quantityAsSent : Decimals.plain(order.cumulativeQuantity()),
                Decimals.plain(order.averagePrice().get()),
                Decimals.plain(order.cumulativeQuote()),
                form.payWith(),
                Decimals.plain(balances.afterLastPaymentOf(order.orderId())
                        .orElseGet(() ->
                                balances.of(order.userId(), form.payWith()).total())),
                order.updatedAt(),
                Thread.currentThread().getName());
        return new StoredAnswer(200, MediaType.APPLICATION_JSON_VALUE, json.writeValueAsString(response));
    }

    /** Kept under the key: repeating the request gets it again. */
    private StoredAnswer problem(ErrorCode code, String detail, HttpServletRequest http) {
        return new StoredAnswer(
                code.status(),
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                problems.text(Problem.of(code, detail).asFinalAnswer(), http));
    }
}
