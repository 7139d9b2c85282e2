package io.hft.backend.orders;

import io.hft.backend.engine.EngineLink;
import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.orders.OrderOutcomes.OrderWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Placement under an idempotency key: one order however often the request comes, and one answer for all. Whoever first finds the order
 * answered composes the answer; it is stored compare-and-set, and everybody answers the stored text. Blocks; use virtual threads.
 */
@Component
public class KeyedPlacement {
    private final OrderPlacement placement;
    private final IdempotentRequests requests;
    private final OrderOutcomes outcomes;
    private final Orders orders;
    private final OrderAnswers answers;
    private final EngineLink link;
    private final Duration repeatTimeout;

    KeyedPlacement(
            OrderPlacement placement,
            IdempotentRequests requests,
            OrderOutcomes outcomes,
            Orders orders,
            OrderAnswers answers,
            EngineLink link,
            OrderProperties properties) {
        this.placement = placement;
        this.requests = requests;
        this.outcomes = outcomes;
        this.orders = orders;
        this.answers = answers;
        this.link = link;
        this.repeatTimeout = properties.repeatTimeout();
    }

    /** What became of a request with a key. */
    public sealed interface Result {
        /** @param replayed the answer belongs to an earlier request */
        record Answered(StoredAnswer answer, boolean replayed) implements Result {}

        /** The key belongs to another body. */
        record Mismatch() implements Result {}

        /** The first request with this key is not done yet. */
        record InProgress() implements Result {}

        /** Nothing to answer with yet, or nothing happened at all. */
        record NotPlaced(PlacementResult why) implements Result {}
    }

    /** The answer to a repeat; empty when the key is new. Waits for the first request if it is under way. */
    public Optional<Result> repeat(IdempotencyClaim claim, Function<Order, StoredAnswer> composer) {
        return requests.find(claim).map(stored -> repeat(stored, claim, composer));
    }

    /**
     * Places the order, or answers the repeat. An order with a limit needs no look at the key in the database first: its admission takes the key or
     * says that it is taken, which spares the database a question per order, and a caller the wait for it when the database is busy.
     *
     * @param composer any thread may call it: where it can, the settler stores the answer along with the outcome
     */
    public Result placeOrRepeat(NewOrder order, IdempotencyClaim claim, Function<Order, StoredAnswer> composer) {
        if (!order.type().hasLimit()) {
            return repeat(claim, composer).orElseGet(() -> place(order, claim, composer, composer));
        }
        Optional<StoredRequest> kept = requests.findKept(claim);
        Result result =
                kept.isPresent() ? repeat(kept.get(), claim, composer) : place(order, claim, composer, composer);
        // What is refused before admission may have been placed while it was still allowed.
        return result instanceof Result.NotPlaced(var why) && isRefusedUnseen(why)
                ? repeat(claim, composer).orElse(result)
                : result;
    }

    private static boolean isRefusedUnseen(PlacementResult why) {
        return why instanceof PlacementResult.Invalid
                || why instanceof PlacementResult.UnknownInstrument
                || why instanceof PlacementResult.Stopped;
    }

    /**
     * Places the order, or answers the repeat of one that has just come.
     *
     * @param composer the calling thread alone calls it
     */
    public Result place(NewOrder order, IdempotencyClaim claim, Function<Order, StoredAnswer> composer) {
        return place(order, claim, composer, null);
    }

    private Result place(
            NewOrder order,
            IdempotencyClaim claim,
            Function<Order, StoredAnswer> composer,
            @Nullable Function<Order, StoredAnswer> settlersComposer) {
        return switch (placement.place(order, claim, settlersComposer)) {
            case PlacementResult.Placed(Order placed, StoredRequest request, StoredAnswer answer)
            when request != null -> {
                Result result =
                        answer == null ? answer(placed, request, composer, false) : new Result.Answered(answer, false);
                FaultPoint.BEFORE_ANSWER.reachedFor(placed.userId());
                yield result;
            }
            case PlacementResult.AlreadyClaimed(StoredRequest stored) -> repeat(stored, claim, composer);
            case PlacementResult other -> new Result.NotPlaced(other);
        };
    }

    private Result repeat(StoredRequest stored, IdempotencyClaim claim, Function<Order, StoredAnswer> composer) {
        if (!stored.fingerprint().equals(claim.fingerprint())) {
            return new Result.Mismatch();
        }
        if (stored.answer() != null) {
            return new Result.Answered(stored.answer(), true);
        }
        Optional<Order> answered = awaitAnswered(stored.orderId(), link.isConnected() ? repeatTimeout : Duration.ZERO);
        if (answered.isPresent()) {
            return answer(answered.get(), stored, composer, true);
        }
        return link.isConnected()
                ? new Result.InProgress()
                : new Result.NotPlaced(
                        new PlacementResult.Unknown(stored.orderId(), "The matching engine does not answer"));
    }

    private Result answer(
            Order order, StoredRequest request, Function<Order, StoredAnswer> composer, boolean replayed) {
        try {
            return answers.store(request.requestId(), composer.apply(order))
                    .<Result>map(stored -> new Result.Answered(stored, replayed))
                    .orElseGet(() -> new Result.NotPlaced(
                            new PlacementResult.Unknown(order.orderId(), "The answer is not stored yet")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an answer was on its way", e);
        }
    }

    private Optional<Order> awaitAnswered(long orderId, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try (OrderWatch watch = outcomes.watch(orderId)) {
                Optional<Order> order = orders.find(orderId).filter(Order::isAnswered);
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (order.isPresent() || !left.isPositive()) {
                    return order;
                }
                watch.await(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
