package io.hft.tui.model;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One's own orders, open and done, with what of them is shown and which one is selected. */
public final class OrdersModel {
    private static final int KEPT = 1_000;
    private static final Comparator<OrderRow> NEWEST_FIRST = Comparator.comparing(OrderRow::createdAt)
            .reversed()
            .thenComparing(OrderRow::orderId, Comparator.reverseOrder());

    private final Map<String, OrderRow> orders = new HashMap<>();
    private boolean openOnly = true;
    private String filter = "";
    private @Nullable String selected;

    /** Takes an order's state, unless a newer one is known. */
    public void put(OrderRow order) {
        orders.merge(order.orderId(), order, (old, fresh) -> fresh.isNewerThan(old) ? fresh : old);
        if (orders.size() > KEPT) {
            orders.values().stream()
                    .filter(old -> !old.isOpen())
                    .min(Comparator.comparing(OrderRow::createdAt))
                    .ifPresent(oldest -> orders.remove(oldest.orderId()));
        }
    }

    /**
     * Takes the whole list of open orders.
     *
     * @return those that were thought open and are not in it: what became of them must be asked
     */
    public List<OrderRow> openAre(Collection<OrderRow> open) {
        open.forEach(this::put);
        List<String> ids = open.stream().map(OrderRow::orderId).toList();
        return orders.values().stream()
                .filter(order -> order.isOpen() && !ids.contains(order.orderId()))
                .toList();
    }

    public Optional<OrderRow> find(String orderId) {
        return Optional.ofNullable(orders.get(orderId));
    }

    public List<OrderRow> open() {
        return sorted(orders.values().stream().filter(OrderRow::isOpen));
    }

    /** What is shown: newest first. */
    public List<OrderRow> shown() {
        return sorted(orders.values().stream()
                .filter(order -> !openOnly || order.isOpen())
                .filter(order -> order.matches(filter)));
    }

    private static List<OrderRow> sorted(Stream<OrderRow> some) {
        return some.sorted(NEWEST_FIRST).toList();
    }

    /** What one has resting at each price of a side. */
    public Map<BigDecimal, BigDecimal> resting(String symbol, Side side) {
        Map<BigDecimal, BigDecimal> byPrice = new HashMap<>();
        for (OrderRow order : orders.values()) {
            BigDecimal price = order.price();
            if (price != null
                    && order.isResting()
                    && order.side() == side
                    && order.symbol().equals(symbol)) {
                byPrice.merge(price.stripTrailingZeros(), order.leavesQuantity(), BigDecimal::add);
            }
        }
        return byPrice;
    }

    public boolean openOnly() {
        return openOnly;
    }

    public void toggleOpenOnly() {
        openOnly = !openOnly;
    }

    public String filter() {
        return filter;
    }

    public void filter(String text) {
        filter = text.strip();
    }

    /** The selected one of those shown; the first if none is. */
    public Optional<OrderRow> selected() {
        List<OrderRow> shown = shown();
        return shown.stream()
                .filter(order -> order.orderId().equals(selected))
                .findFirst()
                .or(() -> shown.stream().findFirst());
    }

    public void move(int places) {
        List<OrderRow> shown = shown();
        if (!shown.isEmpty()) {
            int now = selected().map(shown::indexOf).orElse(0);
            selected = shown.get(Math.clamp(now + (long) places, 0, shown.size() - 1))
                    .orderId();
        }
    }

    public void select(String orderId) {
        selected = orderId;
    }
}
