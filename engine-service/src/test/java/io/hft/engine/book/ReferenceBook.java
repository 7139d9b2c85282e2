package io.hft.engine.book;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A book that is slow and plainly right: sorted maps of queues. The judge in random tests. */
public final class ReferenceBook {
    public static final class Resting {
        public final long orderId;
        public final long accountId;
        public final int terms;
        public long price;
        public long quantity;
        public long leaves;

        Resting(long orderId, long accountId, int terms, long price, long quantity, long leaves) {
            this.orderId = orderId;
            this.accountId = accountId;
            this.terms = terms;
            this.price = price;
            this.quantity = quantity;
            this.leaves = leaves;
        }
    }

    public record Fill(Resting maker, long price, long quantity, long makerLeaves) {}

    public record Line(long orderId, long price, long leaves) {}

    public record Level(long price, long quantity, int orders) {}

    private final TreeMap<Long, Deque<Resting>> bids = new TreeMap<>(Collections.reverseOrder());
    private final TreeMap<Long, Deque<Resting>> asks = new TreeMap<>();
    private final Map<Long, Resting> byId = new HashMap<>();

    public int size() {
        return byId.size();
    }

    public @Nullable Resting find(long orderId) {
        return byId.get(orderId);
    }

    public List<Resting> all() {
        final List<Resting> all = new ArrayList<>();
        bids.values().forEach(all::addAll);
        asks.values().forEach(all::addAll);
        return all;
    }

    public boolean crosses(boolean buy, long limit) {
        final TreeMap<Long, Deque<Resting>> contra = side(!buy);
        return !contra.isEmpty() && (buy ? contra.firstKey() <= limit : contra.firstKey() >= limit);
    }

    public long quantityAt(boolean buy, long price) {
        final Deque<Resting> level = side(buy).get(price);
        return level == null
                ? 0
                : level.stream().mapToLong(order -> order.leaves).sum();
    }

    public List<Fill> match(boolean buy, long limit, long quantity) {
        final List<Fill> fills = new ArrayList<>();
        final TreeMap<Long, Deque<Resting>> contra = side(!buy);
        long open = quantity;
        while (open > 0 && crosses(buy, limit)) {
            final Deque<Resting> level = contra.firstEntry().getValue();
            final Resting maker = level.getFirst();
            final long lots = Math.min(open, maker.leaves);
            open -= lots;
            maker.leaves -= lots;
            fills.add(new Fill(maker, maker.price, lots, maker.leaves));
            if (maker.leaves == 0) {
                remove(maker);
            }
        }
        return fills;
    }

    public Resting rest(long orderId, long accountId, int terms, long price, long quantity, long leaves) {
        final Resting order = new Resting(orderId, accountId, terms, price, quantity, leaves);
        add(order);
        return order;
    }

    public void add(Resting order) {
        side(OrderTerms.isBuy(order.terms))
                .computeIfAbsent(order.price, price -> new ArrayDeque<>())
                .addLast(order);
        byId.put(order.orderId, order);
    }

    public void remove(Resting order) {
        final TreeMap<Long, Deque<Resting>> side = side(OrderTerms.isBuy(order.terms));
        final Deque<Resting> level = side.get(order.price);
        level.remove(order);
        if (level.isEmpty()) {
            side.remove(order.price);
        }
        byId.remove(order.orderId);
    }

    /** The orders of a side, best first, oldest first. */
    public List<Line> lines(boolean buy) {
        final List<Line> lines = new ArrayList<>();
        side(buy)
                .values()
                .forEach(
                        level -> level.forEach(order -> lines.add(new Line(order.orderId, order.price, order.leaves))));
        return lines;
    }

    public List<Level> levels(boolean buy) {
        final List<Level> result = new ArrayList<>();
        side(buy)
                .forEach((price, level) -> result.add(
                        new Level(price, level.stream().mapToLong(o -> o.leaves).sum(), level.size())));
        return result;
    }

    private TreeMap<Long, Deque<Resting>> side(boolean buy) {
        return buy ? bids : asks;
    }
}
