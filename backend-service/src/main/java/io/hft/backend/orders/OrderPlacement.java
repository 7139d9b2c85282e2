package io.hft.backend.orders;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.orders.AdmissionRequest.Decision;
import io.hft.backend.orders.AdmissionRequest.Result;
import io.hft.backend.orders.OrderSubmission.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way of an order: admission in one transaction, the engine, the wait for its booking, the answer from the database. Blocks the
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

    /** Places an order and waits until its outcome is booked. With a claim, the key is taken in the same transaction. */
    public PlacementResult place(NewOrder order, @Nullable IdempotencyClaim claim) {
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
                case OrderPricing.Result.Priced(PricedOrder priced) -> place(priced, claim);
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

        /** Recorded, entered and, but for those that still wait for it, booked. */
        record Entered(List<Decision> decisions, StoredRequest request) implements Several {}
    }

    /** Places all orders of a batch at once. */
    Several placeAll(AdmissionRequest batch) {
        int count = Math.max(1, batch.orders().size());
        if (!places.tryAcquire(count)) {
            return new Several.NotPlaced(new PlacementResult.Overloaded());
        }
        try {
            if (batch.orders().stream()
                    .anyMatch(order -> outcomes.isStopped(order.instrument().shard()))) {
                return new Several.NotPlaced(new PlacementResult.Stopped());
            }
            return switch (admission.admit(batch)) {
                case Result.KeyTaken() -> new Several.KeyTaken();
                case Result.Decided(List<Decision> decisions, StoredRequest request) ->
                    request == null ? new Several.NotPlaced(refusal(decisions)) : enterAll(decisions, request);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while orders were on their way", e);
        } finally {
            places.release(count);
        }
    }

    /** Nothing was recorded at all: the queue was full, or there is no such user. */
    private static PlacementResult refusal(List<Decision> decisions) {
        return !decisions.isEmpty() && decisions.getFirst() instanceof Decision.Refused(PlacementResult why)
                ? why
                : new PlacementResult.Overloaded();
    }

    private Several enterAll(List<Decision> decisions, StoredRequest request) throws InterruptedException {
        List<Order> admitted = decisions.stream()
                .filter(Decision.Admitted.class::isInstance)
                .map(decision -> ((Decision.Admitted) decision).order())
                .toList();
        admitted.forEach(order -> FaultPoint.AFTER_HOLD.reachedFor(order.userId()));
        Map<Integer, Long> lastSequences = new HashMap<>();
        List<Order> before = new ArrayList<>();
        try {
            List<Outcome> entered = submission.submitAll(admitted);
            for (int i = 0; i < entered.size(); i++) {
                if (entered.get(i) instanceof Outcome.Entered(int shard, long lastSequence, boolean known)) {
                    lastSequences.merge(shard, lastSequence, Math::max);
                    if (known) {
                        before.add(admitted.get(i));
                    }
                }
            }
        } catch (EngineUnavailable e) {
            log.warn("orders of a batch stay pending: {}", e.getMessage());
        }
        boolean booked = true;
        for (Map.Entry<Integer, Long> last : lastSequences.entrySet()) {
            booked &= outcomes.awaitSequence(last.getKey(), last.getValue(), settlementTimeout);
        }
        if (booked) {
            // Before that, one that waits for its acceptance may well be ours.
            before.forEach(submission::rejectIfSomebodyElses);
        }
        return new Several.Entered(decisions, request);
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

    private PlacementResult place(PricedOrder order, @Nullable IdempotencyClaim claim) throws InterruptedException {
        return switch (admission.admit(AdmissionRequest.single(order, claim))) {
            case Result.KeyTaken() -> claimedMeanwhile(claim).orElseGet(PlacementResult.Overloaded::new);
            case Result.Decided(List<Decision> decisions, StoredRequest request) ->
                switch (decisions.getFirst()) {
                    case Decision.Refused(PlacementResult why) -> why;
                    case Decision.Admitted(Order admitted) -> {
                        FaultPoint.AFTER_HOLD.reachedFor(admitted.userId());
                        yield enter(admitted, request);
                    }
                };
        };
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

    private PlacementResult enter(Order admitted, @Nullable StoredRequest request) throws InterruptedException {
        try {
            Outcome outcome = submission.submit(admitted);
            FaultPoint.AFTER_SUBMIT.reachedFor(admitted.userId());
            if (outcome instanceof Outcome.Entered(int shard, long lastSequence, boolean before)) {
                if (!outcomes.awaitSequence(shard, lastSequence, settlementTimeout)) {
                    log.warn("order {} is entered but not booked in time", admitted.orderId());
                    return new PlacementResult.Unknown(admitted.orderId(), "The order is entered but not booked yet");
                }
                if (before) {
                    submission.rejectIfSomebodyElses(admitted);
                }
            }
        } catch (EngineUnavailable e) {
            log.warn("order {} stays pending: {}", admitted.orderId(), e.getMessage());
            return new PlacementResult.Unknown(admitted.orderId(), "The matching engine does not answer");
        }
        return answers.booked(admitted.orderId())
                .filter(Order::isAnswered)
                .<PlacementResult>map(booked -> new PlacementResult.Placed(booked, request))
                .orElseGet(() ->
                        new PlacementResult.Unknown(admitted.orderId(), "The order is entered but not booked yet"));
    }
}
