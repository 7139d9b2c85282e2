package io.hft.backend.orders;

import io.hft.backend.idempotency.IdempotencyClaim;
import io.hft.backend.idempotency.IdempotentRequests;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import io.hft.backend.orders.AdmissionRequest.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Places many orders under one key: one transaction for all admissions, one wave of submissions, one wait for the booking. Every item has a
 * result of its own. Blocks; use virtual threads.
 */
@Component
public class BatchPlacement {
    private final OrderPricing pricing;
    private final OrderPlacement placement;
    private final IdempotentRequests requests;
    private final Orders orders;
    private final JdbcClient jdbc;
    private final Duration repeatTimeout;

    BatchPlacement(
            OrderPricing pricing,
            OrderPlacement placement,
            IdempotentRequests requests,
            Orders orders,
            JdbcClient jdbc,
            OrderProperties properties) {
        this.pricing = pricing;
        this.placement = placement;
        this.requests = requests;
        this.orders = orders;
        this.jdbc = jdbc;
        this.repeatTimeout = properties.repeatTimeout();
    }

    /** An item as it came. */
    public sealed interface Item {
        record Wanted(NewOrder order) implements Item {}

        /** @param refusal why it is none, in the caller's words */
        record Broken(String refusal) implements Item {}
    }

    /** What became of an item. */
    public sealed interface Outcome {
        record Placed(Order order) implements Outcome {}

        record Refused(String refusal) implements Outcome {}
    }

    /**
     * The caller's words.
     *
     * @param refusal of an item; kept
     * @param answer to the whole; must be the same for the same outcomes
     */
    public record Words(Function<PlacementResult, String> refusal, Function<List<Outcome>, StoredAnswer> answer) {}

    /** Places the batch, or answers the repeat. */
    public KeyedPlacement.Result place(List<Item> items, IdempotencyClaim claim, Words words) {
        Optional<StoredRequest> before = requests.find(claim);
        if (before.isPresent()) {
            return repeat(before.get(), claim, words);
        }
        List<PricedOrder> priced = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        Map<Integer, String> refused = new HashMap<>();
        MarketMoment moment = pricing.now();
        for (int i = 0; i < items.size(); i++) {
            switch (items.get(i)) {
                case Item.Broken(String refusal) -> refused.put(i, refusal);
                case Item.Wanted(NewOrder order) -> {
                    switch (pricing.price(order, moment)) {
                        case OrderPricing.Result.Refused(PlacementResult why) ->
                            refused.put(i, words.refusal().apply(why));
                        case OrderPricing.Result.Priced(PricedOrder one) -> {
                            priced.add(one);
                            positions.add(i);
                        }
                    }
                }
            }
        }
        AdmissionRequest.Batch batch = new AdmissionRequest.Batch(positions, refused, words.refusal());
        return switch (placement.placeAll(priced, claim, batch)) {
            case OrderPlacement.Several.NotPlaced(PlacementResult why) -> new KeyedPlacement.Result.NotPlaced(why);
            case OrderPlacement.Several.KeyTaken() ->
                requests.find(claim)
                        .map(stored -> repeat(stored, claim, words))
                        .orElseGet(() -> new KeyedPlacement.Result.NotPlaced(new PlacementResult.Overloaded()));
            case OrderPlacement.Several.Entered(List<Decision> decisions, StoredRequest request, var settled) -> {
                Map<Long, Order> booked = booked(decisions, settled);
                Map<Integer, Outcome> outcomes = new HashMap<>();
                refused.forEach((position, text) -> outcomes.put(position, new Outcome.Refused(text)));
                for (int k = 0; k < decisions.size(); k++) {
                    outcomes.put(
                            positions.get(k),
                            switch (decisions.get(k)) {
                                case Decision.Admitted(Order order) -> new Outcome.Placed(booked.get(order.orderId()));
                                case Decision.Refused(PlacementResult why) ->
                                    new Outcome.Refused(words.refusal().apply(why));
                            });
                }
                yield answer(request, items.size(), outcomes, words, false);
            }
        };
    }

    private Map<Long, Order> booked(List<Decision> decisions, Map<Long, Order> settled) {
        List<Long> others = decisions.stream()
                .filter(Decision.Admitted.class::isInstance)
                .map(decision -> ((Decision.Admitted) decision).order().orderId())
                .filter(orderId -> !settled.containsKey(orderId))
                .toList();
        Map<Long, Order> booked = new HashMap<>(settled);
        booked.putAll(orders.findAll(others));
        return booked;
    }

    private KeyedPlacement.Result answer(
            StoredRequest request, int size, Map<Integer, Outcome> outcomes, Words words, boolean replayed) {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Placed(Order order) && !order.isAnswered()) {
                return new KeyedPlacement.Result.NotPlaced(
                        new PlacementResult.Unknown(order.orderId(), "Not every order is booked yet"));
            }
            all.add(outcome);
        }
        StoredAnswer answer = requests.store(request.requestId(), words.answer().apply(all));
        return new KeyedPlacement.Result.Answered(answer, replayed);
    }

    private KeyedPlacement.Result repeat(StoredRequest stored, IdempotencyClaim claim, Words words) {
        if (!stored.fingerprint().equals(claim.fingerprint())) {
            return new KeyedPlacement.Result.Mismatch();
        }
        if (stored.answer() != null) {
            return new KeyedPlacement.Result.Answered(stored.answer(), true);
        }
        Map<Integer, Outcome> outcomes = new HashMap<>();
        Map<Integer, Long> placed = new HashMap<>();
        jdbc.sql("select position, order_id, refusal from order_batch_items where request_id = ?")
                .param(stored.requestId())
                .query(row -> {
                    String refusal = row.getString("refusal");
                    if (refusal == null) {
                        placed.put(row.getInt("position"), row.getLong("order_id"));
                    } else {
                        outcomes.put(row.getInt("position"), new Outcome.Refused(refusal));
                    }
                });
        if (!placement.awaitAnswered(placed.values(), repeatTimeout)) {
            return new KeyedPlacement.Result.InProgress();
        }
        Map<Long, Order> booked = orders.findAll(placed.values());
        placed.forEach((position, orderId) -> outcomes.put(position, new Outcome.Placed(booked.get(orderId))));
        return answer(stored, outcomes.size(), outcomes, words, true);
    }
}
