package io.hft.backend.orders;

import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What became of a placement. Only {@link Placed} and {@link Unknown} leave anything behind, and {@link Undecided} may. */
public sealed interface PlacementResult {
    /**
     * The order is entered and its outcome booked; the outcome may be a rejection.
     *
     * @param request the claimed idempotency row, if a claim was made
     * @param answer stored under it along with the outcome; null when that is still to be done
     */
    record Placed(
            Order order,
            @Nullable StoredRequest request,
            @Nullable StoredAnswer answer) implements PlacementResult {}

    /** The money is held and the order recorded, but the engine's answer is not known yet; it will be resolved under the same id. */
    record Unknown(long orderId, String reason) implements PlacementResult {}

    /** The key was claimed before: nothing happened now. */
    record AlreadyClaimed(StoredRequest request) implements PlacementResult {}

    /** There is no such user (any more): nothing happened. */
    record UnknownUser() implements PlacementResult {}

    /** The client order id names another order of this user: nothing happened. */
    record DuplicateClientOrderId() implements PlacementResult {}

    /** Nothing to trade with on the other side. */
    record NoLiquidity() implements PlacementResult {}

    /** Not enough available money in the paying asset. */
    record InsufficientFunds(String asset, BigDecimal needed, BigDecimal available) implements PlacementResult {}

    /** No instrument with this symbol. */
    record UnknownInstrument() implements PlacementResult {}

    /** A price or quantity that the instrument does not take. */
    record Invalid(String field, String rule, String message) implements PlacementResult {}

    /** The outcomes of this market's shard are not booked until an operator has looked; nothing happened. */
    record Stopped() implements PlacementResult {}

    /** The database took the order and does not say whether it is recorded: nothing is known. */
    record Undecided() implements PlacementResult {}

    /** Too many placements are waiting already; nothing happened. */
    record Overloaded() implements PlacementResult {}
}
