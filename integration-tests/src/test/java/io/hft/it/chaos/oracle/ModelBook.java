package io.hft.it.chaos.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One market as plainly as can be: two sorted maps of queues. It decides nothing; {@link BookModel} asks it who is next. */
final class ModelBook {
    /** An order as the events have told it. */
    static final class Order {
        final long id;
        final long account;
        final boolean buys;
        final String type;
        final String timeInForce;
        final boolean postOnly;
        BigDecimal price;
        BigDecimal stopPrice;
        BigDecimal display;
        BigDecimal quantity;
        BigDecimal cumulative = BigDecimal.ZERO;
        BigDecimal leaves;
        BigDecimal shown = BigDecimal.ZERO;

        /** Of a stop: a trade has reached its price since it waits at that. */
        boolean reached;

        Order(
                long id,
                long account,
                boolean buys,
                String type,
                String timeInForce,
                boolean postOnly,
                BigDecimal price,
                BigDecimal stopPrice,
                BigDecimal display,
                BigDecimal quantity) {
            this.id = id;
            this.account = account;
            this.buys = buys;
            this.type = type;
            this.timeInForce = timeInForce;
            this.postOnly = postOnly;
            this.price = price;
            this.stopPrice = stopPrice;
            this.display = display;
            this.quantity = quantity;
            this.leaves = quantity;
        }

        boolean mayRest() {
            return !type.equals("MARKET")
                    && !type.equals("STOP")
                    && !timeInForce.equals("IOC")
                    && !timeInForce.equals("FOK");
        }

        /** A price of its own beyond which it does not trade; without one the engine's band is its limit. */
        boolean isLimited() {
            return price.signum() > 0;
        }

        boolean accepts(BigDecimal other) {
            return !isLimited() || (buys ? other.compareTo(price) <= 0 : other.compareTo(price) >= 0);
        }

        /** Shows (again) what an iceberg shows of what is left, and any other order all. */
        void show() {
            shown = display.signum() > 0 ? display.min(leaves) : leaves;
        }

        @Override
        public String toString() {
            return "order " + id;
        }
    }

    private final TreeMap<BigDecimal, List<Order>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, List<Order>> asks = new TreeMap<>();
    final Map<Long, Order> waiting = new TreeMap<>();
    private BigDecimal lastTradePrice = BigDecimal.ZERO;

    private TreeMap<BigDecimal, List<Order>> side(boolean buys) {
        return buys ? bids : asks;
    }

    /** A stop waits, or has a new stop price: the last trade may have reached it already. */
    void await(Order stop) {
        waiting.put(stop.id, stop);
        stop.reached = isReached(stop);
    }

    /** A trade was printed: it may reach stops, and they stay reached wherever the price goes. */
    void print(BigDecimal price) {
        lastTradePrice = price;
        waiting.values().forEach(stop -> stop.reached |= isReached(stop));
    }

    private boolean isReached(Order stop) {
        return lastTradePrice.signum() > 0
                && (stop.buys
                        ? lastTradePrice.compareTo(stop.stopPrice) >= 0
                        : lastTradePrice.compareTo(stop.stopPrice) <= 0);
    }

    /** The first in time of the best price. */
    @Nullable
    Order best(boolean buys) {
        Map.Entry<BigDecimal, List<Order>> level = side(buys).firstEntry();
        return level == null ? null : level.getValue().getFirst();
    }

    void rest(Order order) {
        order.show();
        side(order.buys)
                .computeIfAbsent(order.price, price -> new ArrayList<>())
                .add(order);
    }

    /** Out of its queue; false when it is in none. */
    boolean remove(Order order) {
        List<Order> level = side(order.buys).get(order.price);
        boolean found = level != null && level.remove(order);
        if (found && level.isEmpty()) {
            side(order.buys).remove(order.price);
        }
        return found;
    }

    /** After its shown part became smaller: out when nothing is left, to the back when there is more behind it. */
    void shrunk(Order order) {
        if (order.leaves.signum() == 0) {
            remove(order);
        } else if (order.shown.signum() == 0) {
            remove(order);
            rest(order);
        }
    }

    boolean isCrossed() {
        return !bids.isEmpty() && !asks.isEmpty() && bids.firstKey().compareTo(asks.firstKey()) >= 0;
    }

    /** Best first, as {@code price quantity count}. */
    List<String> levels(boolean buys, int most) {
        List<String> levels = new ArrayList<>();
        for (Map.Entry<BigDecimal, List<Order>> level : side(buys).entrySet()) {
            if (levels.size() == most) {
                break;
            }
            BigDecimal quantity =
                    level.getValue().stream().map(order -> order.shown).reduce(BigDecimal.ZERO, BigDecimal::add);
            levels.add(level(level.getKey(), quantity, level.getValue().size()));
        }
        return levels;
    }

    static String level(BigDecimal price, BigDecimal quantity, int orders) {
        return plain(price) + " " + plain(quantity) + " " + orders;
    }

    /** Best first, each level in time, as {@code id leaves}. */
    List<String> queue(boolean buys) {
        List<String> queue = new ArrayList<>();
        side(buys).values().forEach(level -> level.forEach(order -> queue.add(order.id + " " + plain(order.leaves))));
        return queue;
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
