package io.hft.backend.orders;

import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.orders.OrderOutcomes.Expectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants recorded in one transaction: an order, or a batch of them.
 *
 * @param claim the key of the whole, taken in the same transaction
 * @param batch what else is recorded of a batch; null for a single order
 * @param expectations who waits for each of the orders, in their order
 */
record AdmissionRequest(
        List<PricedOrder> orders,
        @Nullable IdempotencyClaim claim,
        @Nullable Batch batch,
        List<Expectation> expectations) {
    /**
     * A batch stays when items are refused; it is remembered item by item, so that its answer can be put together again.
     *
     * @param positions of the orders among the items
     * @param refused items that are refused already, by position
     * @param refusalText how the refusal of an item is remembered
     */
    record Batch(
            List<Integer> positions,
            java.util.Map<Integer, String> refused,
            java.util.function.Function<PlacementResult, String> refusalText) {}

    /** What became of it. */
    sealed interface Result {
        /** Somebody else has the key; nothing stays. */
        record KeyTaken() implements Result {}

        /**
         * @param orders one for each, in their order
         * @param request the claimed row, if there was a claim and something stays
         */
        record Decided(List<Decision> orders, @Nullable StoredRequest request) implements Result {}
    }

    /** What became of one order. */
    sealed interface Decision {
        /** Held and recorded as {@code PENDING_NEW}. */
        record Admitted(Order order) implements Decision {}

        /** Nothing of it stays. */
        record Refused(PlacementResult why) implements Decision {}
    }

    static AdmissionRequest single(PricedOrder order, @Nullable IdempotencyClaim claim, Expectation expectation) {
        return new AdmissionRequest(List.of(order), claim, null, List.of(expectation));
    }
}
