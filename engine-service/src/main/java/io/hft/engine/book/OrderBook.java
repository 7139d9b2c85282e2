package io.hft.engine.book;

import io.hft.engine.command.SelfTradePrevention;

/**
 * One instrument's book: price-time priority. Orders are records of a slab that books may share, known outside by their number.
 *
 * <p>The book keeps itself in order and reports trades; which order may come, who may cancel it and what is said to whom is the
 * caller's business. Prices and quantities are positive; the caller has checked that no level's quantity overflows
 * ({@link #fits}) and that there is a record for an order that is to rest.
 */
public final class OrderBook implements OrdersByPrice {
    private static final int NONE = OrderSlab.NONE;
    private static final long NO_ACCOUNT = 0;

    private final int instrumentId;
    private final OrderSlab orders;
    private final OrderIndex index;
    private final OrderExtras extras;
    private final BookListener listener;
    private final LevelSlab levels = new LevelSlab();
    private final BookSide bids = new BookSide(levels, true);
    private final BookSide asks = new BookSide(levels, false);
    // Looked up, not chosen: which side comes next is what a processor guesses wrong half of the time.
    private final BookSide[] sides = {asks, bids};
    private long lastTradePriceTicks;

    private boolean selfTradePrevented;

    /** @param extras the further terms of orders that have them; icebergs must */
    public OrderBook(int instrumentId, OrderSlab orders, OrderExtras extras, OrderIndex index, BookListener listener) {
        this.instrumentId = instrumentId;
        this.orders = orders;
        this.extras = extras;
        this.index = index;
        this.listener = listener;
    }

    public int instrumentId() {
        return instrumentId;
    }

    /** 0 before the first trade. */
    public long lastTradePriceTicks() {
        return lastTradePriceTicks;
    }

    /** Whether an incoming order of that side and limit would trade. */
    public boolean crosses(boolean buy, long limitPriceTicks) {
        final BookSide contra = side(!buy);
        return contra.offers(contra.key(limitPriceTicks));
    }

    /** Whether the level's quantity stays within 63 bits when so much is added. */
    public boolean fits(boolean buy, long priceTicks, long quantityLots) {
        final int level = side(buy).find(priceTicks);
        return level == LevelSlab.NONE || levels.quantity(level) <= Long.MAX_VALUE - quantityLots;
    }

    /** What an all-or-nothing order would meet. */
    public enum Fill {
        ENOUGH,
        /** Enough, but an order of the same account rests at one of the prices that are needed. */
        ENOUGH_WITH_OWN,
        TOO_LITTLE
    }

    /**
     * Whether so much could be traded within the limit, own orders left out and hidden quantity included.
     *
     * @param accountId whose orders do not count; 0: all count
     * @param ownLots how much that account has on the other side, so that nobody looks for what is not there
     */
    public Fill canFill(boolean buy, long limitPriceTicks, long quantityLots, long accountId, long ownLots) {
        final BookSide contra = side(!buy);
        final long limitKey = contra.key(limitPriceTicks);
        if (!holds(contra, limitKey, quantityLots)) {
            return Fill.TOO_LITTLE;
        }
        if (accountId == NO_ACCOUNT || ownLots == 0) {
            return Fill.ENOUGH;
        }
        long missing = quantityLots;
        long ownAhead = 0;
        int level = contra.best();
        while (missing > 0 && level != LevelSlab.NONE && levels.key(level) <= limitKey) {
            if (ownAhead == ownLots) {
                missing -= Math.min(missing, levels.quantity(level));
            } else {
                // What is hidden trades behind what is shown, so at such a level every own order may be met.
                final boolean hides = levels.shown(level) != levels.quantity(level);
                for (int order = levels.first(level);
                        order != NONE && (missing > 0 || hides);
                        order = orders.next(order)) {
                    final long lots = orders.leavesLots(order);
                    if (isOwn(order, accountId)) {
                        ownAhead += lots;
                    } else {
                        missing -= Math.min(missing, lots);
                    }
                }
            }
            level = contra.after(level);
        }
        if (missing > 0) {
            return Fill.TOO_LITTLE;
        }
        return ownAhead > 0 ? Fill.ENOUGH_WITH_OWN : Fill.ENOUGH;
    }

    private boolean holds(BookSide contra, long limitKey, long quantityLots) {
        long missing = quantityLots;
        int level = contra.best();
        while (missing > 0 && level != LevelSlab.NONE && levels.key(level) <= limitKey) {
            missing -= Math.min(missing, levels.quantity(level));
            level = contra.after(level);
        }
        return missing == 0;
    }

    /**
     * Trades an incoming order against the other side, best price first, oldest first, never beyond its limit; without
     * self-trade prevention.
     *
     * @return what is left of it
     */
    public long match(boolean buy, long limitPriceTicks, long quantityLots) {
        return match(buy, limitPriceTicks, quantityLots, NO_ACCOUNT, SelfTradePrevention.CANCEL_NEWEST);
    }

    /**
     * Trades an incoming order against the other side, best price first, oldest first, never beyond its limit.
     *
     * @param accountId whose orders it must not trade with; 0: it may trade with all
     * @return what is left of it; whether that may go on is said by {@link #selfTradePrevented}
     */
    public long match(
            boolean buy, long limitPriceTicks, long quantityLots, long accountId, SelfTradePrevention prevention) {
        final BookSide contra = side(!buy);
        final long limitKey = contra.key(limitPriceTicks);
        long open = quantityLots;
        selfTradePrevented = false;
        while (open > 0 && !selfTradePrevented && contra.offers(limitKey)) {
            final int maker = levels.first(contra.best());
            if (isOwn(maker, accountId)) {
                open = preventSelfTrade(contra, maker, open, prevention);
            } else if (orders.isIceberg(maker)) {
                open = takeFromIceberg(contra, maker, open);
            } else {
                open = takeFromBest(contra, open, accountId);
            }
        }
        return open;
    }

    /** Whether the last match ended because the incoming order met one of its own account and must be cancelled. */
    public boolean selfTradePrevented() {
        return selfTradePrevented;
    }

    /** Rests a new order behind all others of its price and returns its record. */
    public int rest(long orderId, long accountId, int terms, long priceTicks, long quantityLots, long leavesLots) {
        final int order = admit(orderId, accountId, terms, priceTicks, quantityLots, leavesLots);
        append(order, leavesLots);
        return order;
    }

    /** Makes the record of an order without a place in the book, to be given one by {@link #place}. */
    public int admit(long orderId, long accountId, int terms, long priceTicks, long quantityLots, long leavesLots) {
        final int order = orders.allocate();
        orders.fill(order, orderId, accountId, instrumentId, terms, priceTicks, quantityLots);
        orders.setLeaves(order, leavesLots);
        index.put(orderId, order);
        return order;
    }

    /** Rests an order that has a record behind all others of its price. */
    public void place(int order, long leavesLots) {
        append(order, leavesLots);
    }

    /** Of an iceberg that rests: what of its leaves is shown. 0 for any other order. */
    public long shownLots(int order) {
        return extras.shownLots(orders.extras(order));
    }

    /** Shows another part of a resting iceberg than its display quantity gave. */
    public void restoreShown(int order, long shownLots) {
        final int record = orders.extras(order);
        levels.hide(orders.level(order), extras.shownLots(record) - shownLots);
        extras.setShown(record, shownLots);
    }

    /** The last trade had that price; 0: there was none. */
    public void restoreLastTrade(long priceTicks) {
        lastTradePriceTicks = priceTicks;
    }

    /** Takes a resting order from its place; its record stays. */
    public void withdraw(int order) {
        unlink(order);
    }

    /** Frees the record of an order that has no place in the book any more. */
    public void forget(int order) {
        index.remove(orders.orderId(order), order);
        orders.free(order);
    }

    /** Takes a resting order out; its record is free afterwards. */
    public void cancel(int order) {
        unlink(order);
        forget(order);
    }

    /** Makes a resting order smaller; it keeps its place. Of an iceberg the hidden part goes first. */
    public void reduce(int order, long quantityLots, long leavesLots) {
        assert leavesLots > 0 && leavesLots <= orders.leavesLots(order);
        final int level = orders.level(order);
        if (orders.isIceberg(order)) {
            final int record = orders.extras(order);
            final long shown = Math.min(extras.shownLots(record), leavesLots);
            levels.hide(level, leavesLots - shown - hiddenLots(order));
            extras.setShown(record, shown);
        }
        levels.add(level, leavesLots - orders.leavesLots(order), 0);
        orders.setQuantity(order, quantityLots);
        orders.setLeaves(order, leavesLots);
        changed(orders.isBuy(order), level);
    }

    /**
     * Gives a resting order another price and quantity: it trades if it crosses, and what is left goes to the back of
     * its price. Without self-trade prevention.
     *
     * @return what is left of it; with 0 it is gone from the book
     */
    public long move(int order, long priceTicks, long quantityLots, long leavesLots) {
        unlink(order);
        final long open = match(orders.isBuy(order), priceTicks, leavesLots);
        if (open == 0) {
            forget(order);
        } else {
            orders.setPrice(order, priceTicks);
            orders.setQuantity(order, quantityLots);
            append(order, open);
        }
        return open;
    }

    @Override
    public int bestLevel(boolean buy) {
        return side(buy).best();
    }

    @Override
    public int levelAfter(boolean buy, int level) {
        return side(buy).after(level);
    }

    @Override
    public long levelPriceTicks(boolean buy, int level) {
        return side(buy).key(levels.key(level));
    }

    /** What the level shows: without what icebergs hide. */
    public long levelQuantityLots(int level) {
        return levels.shown(level);
    }

    public int levelOrderCount(int level) {
        return levels.count(level);
    }

    @Override
    public boolean rises(boolean buy) {
        return !buy;
    }

    @Override
    public int firstOrder(int level) {
        return levels.first(level);
    }

    @Override
    public int orderAfter(int order) {
        return orders.next(order);
    }

    // The orders at the head of the best level, up to the first that needs more thought.
    private long takeFromBest(BookSide contra, long quantityLots, long accountId) {
        final int level = contra.best();
        final long price = contra.bestPrice();
        long open = quantityLots;
        int filled = 0;
        int maker = levels.first(level);
        do {
            final long makerLeaves = orders.leavesLots(maker);
            final long makerOrderId = orders.orderId(maker);
            if (makerLeaves > open) {
                orders.setLeaves(maker, makerLeaves - open);
                listener.onTrade(maker, makerOrderId, price, open, makerLeaves - open);
                open = 0;
            } else {
                open -= makerLeaves;
                final int next = orders.next(maker);
                listener.onTrade(maker, makerOrderId, price, makerLeaves, 0);
                index.remove(makerOrderId, maker);
                orders.free(maker);
                filled++;
                maker = next;
            }
        } while (open > 0 && maker != NONE && !isOwn(maker, accountId) && !orders.isIceberg(maker));
        lastTradePriceTicks = price;
        if (maker == NONE) {
            contra.release(level);
            gone(contra == bids, price);
        } else {
            orders.setPrevious(maker, NONE);
            levels.setFirst(level, maker);
            levels.add(level, open - quantityLots, -filled);
            changed(contra == bids, level);
        }
        return open;
    }

    private long takeFromIceberg(BookSide contra, int maker, long quantityLots) {
        final int record = orders.extras(maker);
        final long price = contra.bestPrice();
        final long shown = extras.shownLots(record);
        final long lots = Math.min(shown, quantityLots);
        final long leaves = orders.leavesLots(maker) - lots;
        lastTradePriceTicks = price;
        if (leaves == 0) {
            unlink(maker);
            listener.onTrade(maker, orders.orderId(maker), price, lots, 0);
            forget(maker);
        } else {
            listener.onTrade(maker, orders.orderId(maker), price, lots, leaves);
            shrinkShown(maker, lots);
        }
        return quantityLots - lots;
    }

    // The shown part of an iceberg gets smaller; when nothing of it is left, the next part goes to the back.
    private void shrinkShown(int order, long lots) {
        final int record = orders.extras(order);
        final long shown = extras.shownLots(record) - lots;
        final long leaves = orders.leavesLots(order) - lots;
        if (shown == 0) {
            unlink(order);
            append(order, leaves);
        } else {
            final int level = orders.level(order);
            orders.setLeaves(order, leaves);
            extras.setShown(record, shown);
            levels.add(level, -lots, 0);
            changed(orders.isBuy(order), level);
        }
    }

    private long preventSelfTrade(BookSide contra, int resting, long quantityLots, SelfTradePrevention prevention) {
        switch (prevention) {
            case CANCEL_NEWEST -> selfTradePrevented = true;
            case CANCEL_OLDEST -> cancelOwn(resting);
            case CANCEL_BOTH -> {
                cancelOwn(resting);
                selfTradePrevented = true;
            }
            case DECREMENT_AND_CANCEL -> {
                return decrement(resting, quantityLots);
            }
        }
        return quantityLots;
    }

    private void cancelOwn(int resting) {
        unlink(resting);
        listener.onSelfTradeCanceled(resting);
        forget(resting);
    }

    private long decrement(int resting, long quantityLots) {
        final boolean iceberg = orders.isIceberg(resting);
        final long leaves = orders.leavesLots(resting);
        final long lots = Math.min(quantityLots, iceberg ? extras.shownLots(orders.extras(resting)) : leaves);
        selfTradePrevented = lots == quantityLots;
        if (lots == leaves) {
            unlink(resting);
            listener.onSelfTradeDecremented(resting, lots, 0, quantityLots - lots);
            forget(resting);
        } else {
            listener.onSelfTradeDecremented(resting, lots, leaves - lots, quantityLots - lots);
            orders.setQuantity(resting, orders.quantityLots(resting) - lots);
            if (iceberg) {
                shrinkShown(resting, lots);
            } else {
                orders.setLeaves(resting, leaves - lots);
                levels.add(orders.level(resting), -lots, 0);
                changed(orders.isBuy(resting), orders.level(resting));
            }
        }
        return quantityLots - lots;
    }

    private boolean isOwn(int order, long accountId) {
        return accountId != NO_ACCOUNT && orders.accountId(order) == accountId;
    }

    private void append(int order, long leavesLots) {
        final boolean buy = orders.isBuy(order);
        final int level = side(buy).acquire(orders.priceTicks(order));
        orders.setLeaves(order, leavesLots);
        if (orders.isIceberg(order)) {
            final int record = orders.extras(order);
            final long shown = Math.min(extras.displayQuantityLots(record), leavesLots);
            extras.setShown(record, shown);
            levels.hide(level, leavesLots - shown);
        }
        levels.append(orders, level, order, leavesLots);
        changed(buy, level);
    }

    private void unlink(int order) {
        final boolean buy = orders.isBuy(order);
        final int level = orders.level(order);
        if (levels.count(level) == 1) {
            final long price = levelPriceTicks(buy, level);
            side(buy).release(level);
            gone(buy, price);
            return;
        }
        if (orders.isIceberg(order)) {
            levels.hide(level, -hiddenLots(order));
        }
        levels.remove(orders, level, order, orders.leavesLots(order));
        changed(buy, level);
    }

    private long hiddenLots(int order) {
        return orders.leavesLots(order) - extras.shownLots(orders.extras(order));
    }

    private void changed(boolean buy, int level) {
        listener.onLevel(instrumentId, buy, levelPriceTicks(buy, level), levels.shown(level), levels.count(level));
    }

    private void gone(boolean buy, long priceTicks) {
        listener.onLevel(instrumentId, buy, priceTicks, 0, 0);
    }

    private BookSide side(boolean buy) {
        return sides[buy ? 1 : 0];
    }
}
