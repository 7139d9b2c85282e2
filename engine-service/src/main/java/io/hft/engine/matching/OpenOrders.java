package io.hft.engine.matching;

import io.hft.engine.book.BookListener;
import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrdersByPrice;
import io.hft.engine.book.StopBook;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.risk.Risk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All open orders of the shard, resting or waiting for their trigger, and where each of them is kept. */
final class OpenOrders {
    final OrderSlab slab;
    final OrderExtras extras = new OrderExtras();
    final DeadlineQueue deadlines;

    private final OrderIndex index;
    private final Risk risk;
    private @Nullable OrderBook[] books = new @Nullable OrderBook[8];
    private @Nullable StopBook[] stops = new @Nullable StopBook[8];

    OpenOrders(int maxOpenOrders, long hashSeed, Risk risk) {
        this.slab = new OrderSlab(maxOpenOrders);
        this.index = new OrderIndex(slab, hashSeed);
        this.deadlines = new DeadlineQueue(slab, extras, hashSeed);
        this.risk = risk;
    }

    /** The record of an open order, or {@link OrderIndex#NONE}. */
    int find(long orderId) {
        return index.get(orderId);
    }

    @Nullable
    OrderBook book(int instrumentId) {
        return instrumentId >= 0 && instrumentId < books.length ? books[instrumentId] : null;
    }

    @Nullable
    StopBook stops(int instrumentId) {
        return instrumentId >= 0 && instrumentId < stops.length ? stops[instrumentId] : null;
    }

    /** Makes the instrument's books if there are none. */
    void open(int instrumentId, BookListener listener) {
        if (instrumentId >= books.length) {
            books = Arrays.copyOf(books, Math.max(instrumentId + 1, books.length * 2));
            stops = Arrays.copyOf(stops, books.length);
        }
        if (books[instrumentId] == null) {
            books[instrumentId] = new OrderBook(instrumentId, slab, extras, index, listener);
            stops[instrumentId] = new StopBook(slab);
        }
    }

    /** Instrument ids are below this number. */
    int instrumentIdLimit() {
        return books.length;
    }

    OrderBook bookOf(int order) {
        final OrderBook book = books[slab.instrumentId(order)];
        assert book != null;
        return book;
    }

    StopBook stopsOf(int order) {
        final StopBook waiting = stops[slab.instrumentId(order)];
        assert waiting != null;
        return waiting;
    }

    boolean isWaiting(int order) {
        return extras.isWaiting(slab.extras(order));
    }

    void show(int order, OrderView out) {
        final int record = slab.extras(order);
        final long quantity = slab.quantityLots(order);
        final long leaves = slab.leavesLots(order);
        out.orderId = slab.orderId(order);
        out.accountId = slab.accountId(order);
        out.instrumentId = slab.instrumentId(order);
        out.terms = slab.terms(order);
        out.priceTicks = slab.priceTicks(order);
        out.quantityLots = quantity;
        out.cumulativeQuantityLots = quantity - leaves;
        out.leavesQuantityLots = leaves;
        out.rejectReasonCode = RejectReason.NONE.code();
        out.stopPriceTicks = extras.stopPriceTicks(record);
        out.displayQuantityLots = extras.displayQuantityLots(record);
        out.expireAtNanos = extras.deadlineNanos(record);
        out.orderStatusCode =
                (extras.isWaiting(record) ? OrderStatus.PENDING_TRIGGER : status(out.cumulativeQuantityLots)).code();
    }

    /** Of an order that can trade. */
    static OrderStatus status(long cumulativeLots) {
        return cumulativeLots == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }

    /**
     * Makes the record of a new order that is to rest or to wait, with its further terms and its deadline; it has no place yet.
     *
     * @param order as it is now
     */
    int admit(OrderView order, OrderBook book, int position) {
        final int record = record(order, book, position);
        if (order.expireAtNanos != 0) {
            deadlines.add(record);
        }
        return record;
    }

    /** As {@link #admit}, but for the deadline: its place among others is said later. */
    int record(OrderView order, OrderBook book, int position) {
        final int record = book.admit(
                order.orderId,
                order.accountId,
                order.terms,
                order.priceTicks,
                order.quantityLots,
                order.leavesQuantityLots);
        final boolean plain = (order.stopPriceTicks | order.displayQuantityLots | order.expireAtNanos) == 0;
        slab.setOthers(
                record,
                position,
                plain
                        ? OrderExtras.NONE
                        : extras.allocate(order.stopPriceTicks, order.displayQuantityLots, order.expireAtNanos));
        return record;
    }

    /** Takes an open order out of its place, and its account's open orders; the record stays. */
    void withdraw(int order) {
        if (isWaiting(order)) {
            stopsOf(order).remove(order);
        } else {
            bookOf(order).withdraw(order);
        }
        risk.closed(slab.position(order), slab.isBuy(order), slab.leavesLots(order));
    }

    /** Frees what an order without a place has besides its record. */
    void forgetExtras(int order) {
        final int record = slab.extras(order);
        if (record != OrderExtras.NONE) {
            deadlines.remove(order);
            extras.free(record);
        }
    }

    /** Frees an order without a place. */
    void forget(int order) {
        forgetExtras(order);
        bookOf(order).forget(order);
    }

    /** See {@link MatchingEngine#openOrders}. */
    boolean list(int instrumentId, OpenOrdersCursor cursor, int max, OrderVisitor visitor) {
        final OrderBook book = book(instrumentId);
        final StopBook waiting = stops(instrumentId);
        final OrderView order = new OrderView();
        int left = max;
        while (!cursor.isAtEnd()) {
            final OrdersByPrice part = cursor.isInStops() ? waiting : book;
            if (part != null) {
                left = listBehind(part, cursor, left, order, visitor);
            }
            if (left == 0) {
                return false;
            }
            cursor.nextPart();
        }
        return true;
    }

    /** Returns how many more may be visited; 0 when some may be left. */
    private int listBehind(
            OrdersByPrice orders, OpenOrdersCursor cursor, int max, OrderView out, OrderVisitor visitor) {
        final boolean buy = cursor.isInBuys();
        int left = max;
        for (int level = orders.bestLevel(buy); level != OrderSlab.NONE; level = orders.levelAfter(buy, level)) {
            final long price = orders.levelPriceTicks(buy, level);
            if (cursor.isBehind(price, orders.rises(buy))) {
                continue;
            }
            cursor.enterLevel(price);
            for (int order = orders.firstOrder(level); order != OrderSlab.NONE; order = orders.orderAfter(order)) {
                if (!cursor.met.contains(slab.orderId(order))) {
                    if (left == 0) {
                        return 0;
                    }
                    left--;
                    cursor.met.add(slab.orderId(order));
                    show(order, out);
                    visitor.onOrder(out);
                }
            }
        }
        // Exactly full and at the end counts as not at the end: the next page is empty then.
        return left;
    }
}
