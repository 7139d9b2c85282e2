package io.hft.backend.orders;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import io.hft.backend.orders.OrderOutcomes.Expectation;
import io.hft.backend.orders.OrderOutcomes.Settled;
import io.hft.backend.orders.OrderSubmission.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of an order: admission in one transaction, the engine, the wait for its booking, the answer as it is booked. Blocks the
 * calling thread all the way (use virtual threads), and never waits with a database connection in hand. The number of callers inside
 * is bounded.
 */
@Component
public class OrderPlacement {
    private static final Logger log = LoggerFactory.getLogger(OrderPlacement.class);

    private final Instruments instruments;
    private final OrderPricing pricing;
    private final OrderAdmission admission;
    private final OrderSubmission submission;
    private final OrderOutcomes outcomes;
    private final Orders orders;
    private final OrderAnswers answers;
    private final IdempotentRequests requests;
    private final Semaphore places;
    private final int maxWaiting;
    private final Duration settlementTimeout;

    OrderPlacement(
            Instruments instruments,
            OrderPricing pricing,
            OrderAdmission admission,
            OrderSubmission submission,
            OrderOutcomes outcomes,
            Orders orders,
            OrderAnswers answers,
            IdempotentRequests requests,
            OrderProperties properties) {
        this.instruments = instruments;
        this.pricing = pricing;
        this.admission = admission;
        this.submission = submission;
        this.outcomes = outcomes;
        this.orders = orders;
        this.answers = answers;
        this.requests = requests;
        this.maxWaiting = properties.maxWaiting();
        this.places = new Semaphore(maxWaiting);
        this.settlementTimeout = properties.settlementTimeout();
    }

    /** Places an order under no key and waits until its outcome is booked. */
    public PlacementResult place(NewOrder order) {
        return place(order, null, null);
    }

    /**
     * Places an order and waits until its outcome is booked.
     *
     * @param claim the key, taken in the transaction of the admission
     * @param composer lets the settler store the answer along with the outcome, if it can; any thread calls it. Null when nobody else may answer
     */
    PlacementResult place(
            NewOrder order, @Nullable IdempotencyClaim claim, @Nullable Function<Order, StoredAnswer> composer) {
        if (!places.tryAcquire()) {
            return new PlacementResult.Overloaded();
        }
        try {
            // Before the book is looked at: that of an engine whose events nobody books says nothing.
            if (isStopped(order.symbol())) {
                return new PlacementResult.Stopped();
            }
            return switch (pricing.price(order)) {
                case OrderPricing.Result.Refused(PlacementResult.NoLiquidity none) ->
                    claimedMeanwhile(claim).orElse(none);
                case OrderPricing.Result.Refused(PlacementResult why) -> why;
                case OrderPricing.Result.Priced(PricedOrder priced) -> place(priced, claim, composer);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an order was on its way", e);
        } finally {
            places.release();
        }
    }

    /** What became of a batch's way into the engine. */
    sealed interface Several {
        /** Nothing happened, or nothing is known yet. */
        record NotPlaced(PlacementResult why) implements Several {}

        record KeyTaken() implements Several {}

        /**
         * Recorded, entered and, but for those that still wait for it, booked.
         *
         * @param booked orders by id, as the settler here has booked them; others the database has
         */
        record Entered(List<Decision> decisions, StoredRequest request, Map<Long, Order> booked) implements Several {}
    }

    /** Places all orders of a batch at once. */
    Several placeAll(List<PricedOrder> priced, IdempotencyClaim claim, AdmissionRequest.Batch batch) {
        int count = Math.max(1, priced.size());
        if (!places.tryAcquire(count)) {
            return new Several.NotPlaced(new PlacementResult.Overloaded());
        }
        List<Expectation> expectations =
                priced.stream().map(order -> outcomes.expect(null)).toList();
        try {
            if (priced.stream()
                    .anyMatch(order -> outcomes.isStopped(order.instrument().shard()))) {
                return new Several.NotPlaced(new PlacementResult.Stopped());
            }
            return switch (admission.admit(new AdmissionRequest(priced, claim, batch, expectations))) {
                case Result.KeyTaken() -> new Several.KeyTaken();
                case Result.Decided(List<Decision> decisions, StoredRequest request) ->
                    request == null
                            ? new Several.NotPlaced(refusal(decisions))
                            : awaitAll(decisions, request, expectations);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while orders were on their way", e);
        } finally {
            expectations.forEach(Expectation::close);
            places.release(count);
        }
    }

    /** Nothing was recorded at all: the queue was full, or there is no such user. */
    private static PlacementResult refusal(List<Decision> decisions) {
        return !decisions.isEmpty() && decisions.getFirst() instanceof Decision.Refused(PlacementResult why)
                ? why
                : new PlacementResult.Overloaded();
    }

    private Several awaitAll(List<Decision> decisions, StoredRequest request, List<Expectation> expectations)
            throws InterruptedException {
        Map<Integer, Long> lastSequences = new HashMap<>();
        List<Order> before = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) instanceof Decision.Admitted(Order order)) {
                try {
                    Outcome outcome =
                            submission.outcome(order, expectations.get(i).submission());
                    if (outcome instanceof Outcome.Entered(int shard, long lastSequence, boolean known)) {
                        lastSequences.merge(shard, lastSequence, Math::max);
                        if (known) {
                            before.add(order);
                        }
                    }
                } catch (EngineUnavailable e) {
                    log.warn("order {} of a batch stays pending: {}", order.orderId(), e.getMessage());
                }
            }
        }
        boolean booked = true;
        for (Map.Entry<Integer, Long> last : lastSequences.entrySet()) {
            booked &= outcomes.awaitSequence(last.getKey(), last.getValue(), settlementTimeout);
        }
        if (booked) {
            // Before that, one that waits for its acceptance may well be ours.
            before.forEach(submission::rejectIfSomebodyElses);
        }
        Map<Long, Order> settled = new HashMap<>();
        for (Expectation expectation : expectations) {
            expectation
                    .settled()
                    .map(Settled::order)
                    .filter(Order::isAnswered)
                    .ifPresent(order -> settled.put(order.orderId(), order));
        }
        return new Several.Entered(decisions, request, settled);
    }

    /** Whether the outcomes of all these orders are booked in time. */
    boolean awaitAnswered(Collection<Long> orderIds, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (long orderId : orderIds) {
            try (OrderOutcomes.OrderWatch watch = outcomes.watch(orderId)) {
                while (orders.find(orderId).filter(Order::isAnswered).isEmpty()) {
                    Duration left = Duration.ofNanos(deadline - System.nanoTime());
                    if (!left.isPositive() || !watch.await(left)) {
                        return false;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** How many callers are inside. */
    int waiting() {
        return maxWaiting - places.availablePermits();
    }

    private PlacementResult place(
            PricedOrder order, @Nullable IdempotencyClaim claim, @Nullable Function<Order, StoredAnswer> composer)
            throws InterruptedException {
        try (Expectation expectation = outcomes.expect(composer)) {
            return switch (admission.admit(AdmissionRequest.single(order, claim, expectation))) {
                case Result.KeyTaken() -> claimedMeanwhile(claim).orElseGet(PlacementResult.Overloaded::new);
                case Result.Decided(List<Decision> decisions, StoredRequest request) ->
                    switch (decisions.getFirst()) {
                        case Decision.Refused(PlacementResult why) -> why;
                        case Decision.Admitted(Order admitted) -> await(admitted, request, expectation);
                    };
            };
        }
    }

    private boolean isStopped(String symbol) {
        return instruments
                .find(symbol)
                .filter(instrument -> outcomes.isStopped(instrument.shard()))
                .isPresent();
    }

    /** A twin of this request may have come first with the same key since the caller looked, and have emptied the book, too. */
    private Optional<PlacementResult> claimedMeanwhile(@Nullable IdempotencyClaim claim) {
        return Optional.ofNullable(claim).flatMap(requests::find).map(PlacementResult.AlreadyClaimed::new);
    }

    private PlacementResult await(Order admitted, @Nullable StoredRequest request, Expectation expectation)
            throws InterruptedException {
        long orderId = admitted.orderId();
        try {
            boolean decided = expectation.await(settlementTimeout);
            if (submission.outcome(admitted, expectation.submission())
                    instanceof Outcome.Entered(int shard, long lastSequence, boolean before)) {
                if ((before || !decided) && !outcomes.awaitSequence(shard, lastSequence, settlementTimeout)) {
                    log.warn("order {} is entered but not booked in time", orderId);
                    return new PlacementResult.Unknown(orderId, "The order is entered but not booked yet");
                }
                if (before) {
                    submission.rejectIfSomebodyElses(admitted);
                }
            }
        } catch (EngineUnavailable e) {
            log.warn("order {} stays pending: {}", orderId, e.getMessage());
            return new PlacementResult.Unknown(orderId, "The matching engine does not answer");
        }
        Optional<Settled> settled =
                expectation.settled().filter(one -> one.order().isAnswered());
        if (settled.isPresent()) {
            return new PlacementResult.Placed(
                    settled.get().order(), request, settled.get().answer());
        }
        return answers.booked(orderId)
                .filter(Order::isAnswered)
                .<PlacementResult>map(booked -> new PlacementResult.Placed(booked, request, null))
                .orElseGet(() -> new PlacementResult.Unknown(orderId, "The order is entered but not booked yet"));
    }
}
