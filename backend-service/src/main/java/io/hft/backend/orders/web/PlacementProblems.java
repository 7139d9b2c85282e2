package io.hft.backend.orders.web;

import io.hft.backend.money.Decimals;
import io.hft.backend.orders.PlacementResult;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;

/** What a caller is told when no order was placed, or its outcome is not known. */
public final class PlacementProblems {
    private static final int RETRY_SOON_SECONDS = 1;
    private static final int RETRY_SECONDS = 2;
    private static final int RETRY_LATER_SECONDS = 30;

    private PlacementProblems() {}

    /** @param result anything but a placed order or a taken key, which are answered and not refused */
    public static ProblemException of(PlacementResult result) {
        return problem(result).asException();
    }

    private static Problem problem(PlacementResult result) {
        return switch (result) {
            case PlacementResult.Unknown unknown ->
                Problem.of(
                                ErrorCode.ENGINE_UNAVAILABLE,
                                unknown.reason() + "; the money is held and order " + unknown.orderId()
                                        + " will be resolved. Repeat the request with the same key for its outcome")
                        .withRetryAfter(RETRY_SECONDS);
            case PlacementResult.Overloaded() ->
                Problem.of(ErrorCode.UNAVAILABLE, "Too many orders are waiting; nothing was done, try again shortly")
                        .withRetryAfter(RETRY_SOON_SECONDS);
            case PlacementResult.Undecided() ->
                Problem.of(
                                ErrorCode.DATABASE_UNAVAILABLE,
                                "The database does not say whether the order is recorded."
                                        + " Repeat the request with the same key for its outcome")
                        .withRetryAfter(RETRY_SECONDS);
            case PlacementResult.Stopped() ->
                Problem.of(
                                ErrorCode.UNAVAILABLE,
                                "This market takes no orders until all that the engine said is booked. Nothing was done, see /health")
                        .withRetryAfter(RETRY_LATER_SECONDS);
            case PlacementResult.UnknownUser() -> Problem.of(ErrorCode.UNAUTHENTICATED, "The token's user is unknown");
            case PlacementResult.DuplicateClientOrderId() ->
                Problem.of(ErrorCode.DUPLICATE_CLIENT_ORDER_ID, "Another order of yours has this client_order_id");
            case PlacementResult.NoLiquidity() ->
                Problem.of(ErrorCode.NO_LIQUIDITY, "Nobody offers the other side of this order now");
            case PlacementResult.InsufficientFunds funds ->
                Problem.of(
                        ErrorCode.LIQUIDITY,
                        Decimals.plain(funds.needed()) + " " + funds.asset() + " needed, "
                                + Decimals.plain(funds.available()) + " available");
            case PlacementResult.UnknownInstrument() ->
                Problem.of(ErrorCode.INSTRUMENT_NOT_FOUND, "There is no market with this symbol");
            case PlacementResult.Invalid invalid ->
                Problem.validation(invalid.field(), invalid.rule(), invalid.message());
            case PlacementResult.Placed placed ->
                throw new IllegalArgumentException(
                        "placed: order " + placed.order().orderId());
            case PlacementResult.AlreadyClaimed(var request) ->
                throw new IllegalArgumentException("claimed: request " + request.requestId());
        };
    }
}
