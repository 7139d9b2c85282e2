package io.hft.engine.reference;

import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a shard knows: markets, live orders, finished orders as far as it remembers them, the settings that decide events. */
final class ReferenceShard {
    private static final long DAY_NANOS = 24L * 60 * 60 * 1_000_000_000L;

    final ReferenceEvents events = new ReferenceEvents();
    final ReferenceRisk risk = new ReferenceRisk();
    final Map<Integer, ReferenceMarket> markets = new TreeMap<>();
    final Map<Long, ReferenceOrder> live = new HashMap<>();
    final Map<Long, ReferenceOrder> finished = new LinkedHashMap<>();
    final Map<Long, ReferenceOrder> refused = new LinkedHashMap<>();
    final TreeSet<ReferenceOrder> deadlines = new TreeSet<>(ReferenceMarket.BY_DEADLINE);

    int rulesVersion = 1;
    int maxOpenOrders;
    int recentOrderIds;
    int maxSources = Integer.MAX_VALUE;
    long dayEnd;
    long now;
    private long entries;
    private long tradeId;

    ReferenceShard(int maxOpenOrders, int recentOrderIds) {
        this.maxOpenOrders = maxOpenOrders;
        this.recentOrderIds = recentOrderIds;
    }

    @Nullable
    ReferenceOrder known(long orderId) {
        final ReferenceOrder order = live.get(orderId);
        return order != null ? order : finished(orderId);
    }

    @Nullable
    ReferenceOrder finished(long orderId) {
        final ReferenceOrder order = finished.get(orderId);
        return order != null ? order : refused.get(orderId);
    }

    long nextEntry() {
        return ++entries;
    }

    long nextTradeId() {
        return ++tradeId;
    }

    /** The next end of a trading day after a moment. */
    long dayEndAfter(long moment) {
        final long today = moment - Math.floorMod(moment, DAY_NANOS) + dayEnd;
        return today > moment ? today : today + DAY_NANOS;
    }

    /** The order is open from now on. */
    void admit(ReferenceOrder order) {
        live.put(order.id, order);
        if (order.deadline != 0) {
            deadlines.add(order);
        }
    }

    /** The order has said its last: it is no longer live, and remembered. */
    void finish(ReferenceOrder order, OrderStatus status, RejectReason reason) {
        if (live.remove(order.id) != null) {
            deadlines.remove(order);
        }
        order.status = status;
        order.reason = reason;
        order.waiting = false;
        (status == OrderStatus.REJECTED && rulesVersion > 2 ? refused : finished).put(order.id, order);
        forgetOldest();
    }

    void forgetOldest() {
        forgetOldest(finished);
        forgetOldest(refused);
    }

    private void forgetOldest(Map<Long, ReferenceOrder> orders) {
        while (orders.size() > recentOrderIds) {
            orders.remove(orders.keySet().iterator().next());
        }
    }

    /** Takes an open order out of its place and ends it with an event. */
    void end(ReferenceOrder order, EventType type, OrderStatus status, RejectReason reason) {
        market(order).remove(order);
        conclude(order, type, status, reason);
    }

    /** Ends an order that has no place in a book. */
    void conclude(ReferenceOrder order, EventType type, OrderStatus status, RejectReason reason) {
        order.status = status;
        events.order(type, order, 0, reason, false);
        finish(order, status, reason);
    }

    /** Cancels all that match, in the order of the rules; how many they were. */
    int cancelAll(long account, int instrument, byte side, RejectReason reason) {
        int cancelled = 0;
        for (final Map.Entry<Integer, ReferenceMarket> market : markets.entrySet()) {
            if (instrument != 0 && instrument != market.getKey()) {
                continue;
            }
            for (final ReferenceOrder order : market.getValue().all()) {
                if ((account == 0 || order.account == account) && (side == 0 || order.side == side)) {
                    end(order, EventType.CANCELED, OrderStatus.CANCELED, reason);
                    cancelled++;
                }
            }
        }
        return cancelled;
    }

    void expire() {
        while (!deadlines.isEmpty() && deadlines.first().deadline <= now) {
            end(deadlines.first(), EventType.EXPIRED, OrderStatus.EXPIRED, RejectReason.NONE);
        }
    }

    ReferenceMarket market(ReferenceOrder order) {
        final ReferenceMarket market = markets.get(order.instrument);
        if (market == null) {
            throw new IllegalStateException("no market of " + order);
        }
        return market;
    }

    Collection<ReferenceOrder> open() {
        return live.values();
    }

    /** Tells what is known of an order; only its id when nothing is, or to another account. */
    void tellDuplicate(long orderId, long account) {
        final ReferenceOrder order = known(orderId);
        if (order == null || rulesVersion > 1 && order.account != account) {
            events.plain(EventType.ORDER_STATUS, RejectReason.NONE, orderId, 0, 0, (byte) 0, 0, true);
        } else {
            tell(EventType.ORDER_STATUS, order, order.reason, true);
        }
    }

    /** An order as it is, or as it ended: then without stop price, display quantity and deadline. */
    void tell(EventType type, ReferenceOrder order, RejectReason reason, boolean duplicate) {
        if (order.isLive()) {
            events.order(type, order, reason, duplicate);
            return;
        }
        final long stopPrice = order.stopPrice;
        final long display = order.display;
        final long deadline = order.deadline;
        order.stopPrice = 0;
        order.display = 0;
        order.deadline = 0;
        events.order(type, order, 0, reason, duplicate);
        order.stopPrice = stopPrice;
        order.display = display;
        order.deadline = deadline;
    }
}
