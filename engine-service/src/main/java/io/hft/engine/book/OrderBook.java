package io.hft.engine.book;

/**
 * One instrument's book: price-time priority. Orders are records of a slab that books may share, known outside by their number.
 *
 * <p>The book keeps itself in order and reports trades; which order may come, who may cancel it and what is said to whom is the
 * caller's business. Prices and quantities are positive; the caller has checked that no level's quantity overflows
 * ({@link #fits}) and that there is a record for an order that is to rest.
 */
public final class OrderBook {
    private static final int NONE = OrderSlab.NONE;

    private final int instrumentId;
    private final OrderSlab orders;
    private final OrderIndex index;
    private final TradeListener listener;
    private final LevelSlab levels = new LevelSlab();
    private final BookSide bids = new BookSide(levels, true);
    private final BookSide asks = new BookSide(levels, false);
    private long lastTradePriceTicks;
    private long version;

    public OrderBook(int instrumentId, OrderSlab orders, OrderIndex index, TradeListener listener) {
        this.instrumentId = instrumentId;
        this.orders = orders;
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

    /** Grows with every change; equal numbers mean an equal book. */
    public long version() {
        return version;
    }

    /** Whether an incoming order of that side and limit would trade. */
    public boolean crosses(boolean buy, long limitPriceTicks) {
        final BookSide contra = buy ? asks : bids;
        return contra.offers(contra.key(limitPriceTicks));
    }

    /** Whether the level's quantity stays within 63 bits when so much is added. */
    public boolean fits(boolean buy, long priceTicks, long quantityLots) {
        final int level = side(buy).find(priceTicks);
        return level == LevelSlab.NONE || levels.quantity(level) <= Long.MAX_VALUE - quantityLots;
    }

    /**
     * Trades an incoming order against the other side, best price first, oldest first, never beyond its limit.
     *
     * @return what is left of it
     */
    public long match(boolean buy, long limitPriceTicks, long quantityLots) {
        final BookSide contra = buy ? asks : bids;
        final long limitKey = contra.key(limitPriceTicks);
        long open = quantityLots;
        while (open > 0 && contra.offers(limitKey)) {
            open = takeFromBest(contra, open);
        }
        return open;
    }

    /** Rests a new order behind all others of its price and returns its record. */
    public int rest(long orderId, long accountId, int terms, long priceTicks, long quantityLots, long leavesLots) {
        final int order = orders.allocate();
        orders.fill(order, orderId, accountId, instrumentId, terms, priceTicks, quantityLots);
        append(order, OrderTerms.isBuy(terms), priceTicks, leavesLots);
        index.put(orderId, order);
        return order;
    }

    /** Takes a resting order out; its record is free afterwards. */
    public void cancel(int order) {
        unlink(order);
        index.remove(orders.orderId(order));
        orders.free(order);
    }

    /** Makes a resting order smaller; it keeps its place. */
    public void reduce(int order, long quantityLots, long leavesLots) {
        assert leavesLots > 0 && leavesLots <= orders.leavesLots(order);
        levels.add(orders.level(order), leavesLots - orders.leavesLots(order), 0);
        orders.setQuantity(order, quantityLots);
        orders.setLeaves(order, leavesLots);
        say(OrderTerms.isBuy(orders.terms(order)), orders.level(order));
        version++;
    }

    /**
     * Gives a resting order another price and quantity: it trades if it crosses, and what is left goes to the back of
     * its price.
     *
     * @return what is left of it; with 0 it is gone from the book
     */
    public long move(int order, long priceTicks, long quantityLots, long leavesLots) {
        final boolean buy = OrderTerms.isBuy(orders.terms(order));
        unlink(order);
        final long open = match(buy, priceTicks, leavesLots);
        if (open == 0) {
            index.remove(orders.orderId(order));
            orders.free(order);
        } else {
            orders.setPrice(order, priceTicks);
            orders.setQuantity(order, quantityLots);
            append(order, buy, priceTicks, open);
        }
        return open;
    }

    /** The best level of a side, or {@link OrderSlab#NONE}. */
    public int bestLevel(boolean buy) {
        return side(buy).best();
    }

    /** The next worse level, or {@link OrderSlab#NONE}. */
    public int levelAfter(boolean buy, int level) {
        return side(buy).after(level);
    }

    public long levelPriceTicks(boolean buy, int level) {
        return side(buy).key(levels.key(level));
    }

    public long levelQuantityLots(int level) {
        return levels.quantity(level);
    }

    public int levelOrderCount(int level) {
        return levels.count(level);
    }

    /** The oldest order of a level. */
    public int firstOrder(int level) {
        return levels.first(level);
    }

    /** The next younger order of the same level, or {@link OrderSlab#NONE}. */
    public int orderAfter(int order) {
        return orders.next(order);
    }

    private long takeFromBest(BookSide contra, long quantityLots) {
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
                index.remove(makerOrderId);
                orders.free(maker);
                filled++;
                maker = next;
            }
        } while (open > 0 && maker != NONE);
        lastTradePriceTicks = price;
        version++;
        if (maker == NONE) {
            listener.onLevel(contra == bids, price, 0, 0);
            contra.release(level);
        } else {
            orders.setPrevious(maker, NONE);
            levels.setFirst(level, maker);
            levels.add(level, open - quantityLots, -filled);
            say(contra == bids, level);
        }
        return open;
    }

    private void append(int order, boolean buy, long priceTicks, long leavesLots) {
        final int level = side(buy).acquire(priceTicks);
        final int last = levels.last(level);
        orders.setLeaves(order, leavesLots);
        orders.setLevel(order, level);
        orders.setLinks(order, last, NONE);
        if (last == NONE) {
            levels.setEnds(level, order, order);
        } else {
            orders.setNext(last, order);
            levels.setLast(level, order);
        }
        levels.add(level, leavesLots, 1);
        say(OrderTerms.isBuy(orders.terms(order)), level);
        version++;
    }

    private void unlink(int order) {
        final int level = orders.level(order);
        if (levels.count(level) == 1) {
            final boolean buy = OrderTerms.isBuy(orders.terms(order));
            listener.onLevel(buy, levelPriceTicks(buy, level), 0, 0);
            side(OrderTerms.isBuy(orders.terms(order))).release(level);
        } else {
            final int previous = orders.previous(order);
            final int next = orders.next(order);
            if (previous == NONE) {
                levels.setFirst(level, next);
            } else {
                orders.setNext(previous, next);
            }
            if (next == NONE) {
                levels.setLast(level, previous);
            } else {
                orders.setPrevious(next, previous);
            }
            levels.add(level, -orders.leavesLots(order), -1);
            say(OrderTerms.isBuy(orders.terms(order)), level);
        }
        version++;
    }

    private void say(boolean buy, int level) {
        listener.onLevel(buy, levelPriceTicks(buy, level), levels.quantity(level), levels.count(level));
    }

    private BookSide side(boolean buy) {
        return buy ? bids : asks;
    }
}
