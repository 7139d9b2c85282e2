package io.hft.engine.reference;

import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One instrument: its definition, the two sides of its book as sorted maps of lists, its waiting stops. */
public final class ReferenceMarket {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    Instrument definition;
    TradingState state = TradingState.TRADING;
    long lastTrade;
    final TreeMap<Long, List<ReferenceOrder>> bids = new TreeMap<>(Collections.reverseOrder());
    final TreeMap<Long, List<ReferenceOrder>> asks = new TreeMap<>();
    final List<ReferenceOrder> stops = new ArrayList<>();

    ReferenceMarket(Instrument definition) {
        this.definition = definition;
    }

    /** The levels of one side, best first, each oldest first. */
    public TreeMap<Long, List<ReferenceOrder>> levels(boolean buy) {
        return buy ? bids : asks;
    }

    public long lastTrade() {
        return lastTrade;
    }

    /** Waiting stops: buys by rising stop price, then sells by falling stop price, equal ones oldest first. */
    public List<ReferenceOrder> stopsInOrder() {
        final List<ReferenceOrder> sorted = new ArrayList<>(stops);
        if (sorted.size() > 1) {
            sorted.sort((one, other) -> {
                if (one.isBuy() != other.isBuy()) {
                    return one.isBuy() ? -1 : 1;
                }
                if (one.stopPrice != other.stopPrice) {
                    return one.isBuy() == one.stopPrice < other.stopPrice ? -1 : 1;
                }
                return Long.compare(one.stopEntry, other.stopEntry);
            });
        }
        return sorted;
    }

    /** Everything open: bids, asks, stops, in the order of a mass cancel. */
    public List<ReferenceOrder> all() {
        final List<ReferenceOrder> all = new ArrayList<>();
        bids.values().forEach(all::addAll);
        asks.values().forEach(all::addAll);
        all.addAll(stopsInOrder());
        return all;
    }

    boolean crosses(boolean buy, long limit) {
        final TreeMap<Long, List<ReferenceOrder>> contra = levels(!buy);
        return !contra.isEmpty() && within(buy, limit, contra.firstKey());
    }

    static boolean within(boolean buy, long limit, long price) {
        return buy ? price <= limit : price >= limit;
    }

    /** Whether so much more keeps the level's open quantity, hidden quantity included, below 2^63. */
    boolean fits(boolean buy, long price, long added) {
        BigInteger sum = BigInteger.valueOf(added);
        for (final ReferenceOrder order : levels(buy).getOrDefault(price, List.of())) {
            sum = sum.add(BigInteger.valueOf(order.leaves()));
        }
        return sum.compareTo(LONG_MAX) <= 0;
    }

    /** Rests an order behind all others of its price. */
    void rest(ReferenceOrder order) {
        order.show();
        levels(order.isBuy())
                .computeIfAbsent(order.price, price -> new ArrayList<>())
                .add(order);
    }

    void remove(ReferenceOrder order) {
        if (order.waiting) {
            stops.remove(order);
            return;
        }
        final TreeMap<Long, List<ReferenceOrder>> side = levels(order.isBuy());
        final List<ReferenceOrder> level = side.get(order.price);
        level.remove(order);
        if (level.isEmpty()) {
            side.remove(order.price);
        }
    }

    /** A resting iceberg's next part goes behind all others. */
    void refill(ReferenceOrder order) {
        order.show();
        final List<ReferenceOrder> level = levels(order.isBuy()).get(order.price);
        level.remove(order);
        level.add(order);
    }

    /** The reference of band and notional. */
    long referencePrice() {
        return lastTrade != 0 ? lastTrade : definition.referencePriceTicks();
    }

    static final Comparator<ReferenceOrder> BY_DEADLINE =
            Comparator.<ReferenceOrder>comparingLong(order -> order.deadline).thenComparingLong(order -> order.entry);

    static long shown(Map.Entry<Long, List<ReferenceOrder>> level) {
        return level.getValue().stream().mapToLong(order -> order.shown).sum();
    }
}
