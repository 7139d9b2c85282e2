package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineOrder;
import io.hft.backend.engine.EngineOrders;
import io.hft.backend.engine.EngineRefusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A symbol's open orders as the engine listed them, by id. Keeps 64 bits of each order's state, so that a million of them fit, and the whole
 * state of those that are asked for.
 */
final class EngineOpenOrders {
    /** One order, and the event as of which it was seen. */
    record Seen(long orderId, long accountId, long termsHash, long asOf) {}

    private final List<Seen> byId;
    private final Map<Long, EngineOrder> whole;
    private final long firstAsOf;
    private final long lastAsOf;

    private EngineOpenOrders(List<Seen> byId, Map<Long, EngineOrder> whole, long firstAsOf, long lastAsOf) {
        this.byId = byId;
        this.whole = whole;
        this.firstAsOf = firstAsOf;
        this.lastAsOf = lastAsOf;
    }

    /**
     * @param wanted of which orders to keep the whole state
     * @throws io.hft.backend.engine.EngineUnavailable when the engine does not answer
     */
    static EngineOpenOrders list(EngineOrders engine, String symbol, Set<Long> wanted) {
        List<Seen> seen = new ArrayList<>();
        Map<Long, EngineOrder> whole = new HashMap<>();
        long[] asOf = {Long.MAX_VALUE, 0};
        try {
            engine.open(symbol, (sequence, orders) -> {
                asOf[0] = Math.min(asOf[0], sequence);
                asOf[1] = Math.max(asOf[1], sequence);
                for (EngineOrder order : orders) {
                    seen.add(new Seen(
                            order.orderId(), order.accountId(), OrderTerms.hash(OrderTerms.of(order)), sequence));
                    if (wanted.contains(order.orderId())) {
                        whole.put(order.orderId(), order);
                    }
                }
            });
        } catch (EngineRefusal e) {
            // A market that the engine does not have has no orders, at any time.
            return new EngineOpenOrders(List.of(), Map.of(), Long.MAX_VALUE, 0);
        }
        return new EngineOpenOrders(latestById(seen), whole, asOf[0], asOf[1]);
    }

    /** One that moved while the list went on may have been listed twice. */
    private static List<Seen> latestById(List<Seen> seen) {
        seen.sort(Comparator.comparingLong(Seen::orderId).thenComparingLong(Seen::asOf));
        List<Seen> latest = new ArrayList<>(seen.size());
        for (Seen one : seen) {
            if (!latest.isEmpty() && latest.getLast().orderId() == one.orderId()) {
                latest.removeLast();
            }
            latest.add(one);
        }
        return latest;
    }

    List<Seen> byId() {
        return byId;
    }

    /** The state of a wanted order; unknown when it was not wanted or not listed. */
    String terms(long orderId) {
        EngineOrder order = whole.get(orderId);
        return order == null ? "open" : OrderTerms.of(order);
    }

    /** An order that was open before this event, and did not change, is in the list. */
    long firstAsOf() {
        return firstAsOf;
    }

    /** No order of the list was seen later than at this event. */
    long lastAsOf() {
        return lastAsOf;
    }
}
