package io.hft.engine.book;

/**
 * One instrument's stops that wait for their price: by stop price, equal ones oldest first. Waiting orders use the links of their record, as
 * resting ones do; an order is in one of the two books at a time.
 *
 * <p>Buys trigger from the lowest stop price upwards, sells from the highest downwards: so buys are kept in the order of asks and sells in
 * that of bids.
 */
public final class StopBook implements OrdersByPrice {
    private static final int NONE = OrderSlab.NONE;

    // Nobody sees how much waits at a stop price.
    private static final long NO_QUANTITY = 0;

    private final OrderSlab orders;
    private final LevelSlab levels = new LevelSlab();
    private final BookSide buys = new BookSide(levels, false);
    private final BookSide sells = new BookSide(levels, true);

    public StopBook(OrderSlab orders) {
        this.orders = orders;
    }

    /** Puts a stop behind all others of its side and stop price. */
    public void add(int order, long stopPriceTicks) {
        final int level = side(orders.isBuy(order)).acquire(stopPriceTicks);
        levels.append(orders, level, order, NO_QUANTITY);
    }

    /** Takes a waiting stop out. */
    public void remove(int order) {
        final int level = orders.level(order);
        if (levels.count(level) == 1) {
            side(orders.isBuy(order)).release(level);
        } else {
            levels.remove(orders, level, order, NO_QUANTITY);
        }
    }

    /** The next buy whose stop price a trade at this price reaches, or {@link OrderSlab#NONE}: lowest first, then oldest. */
    public int firstReachedBuy(long highestTradeTicks) {
        return buys.offers(buys.key(highestTradeTicks)) ? levels.first(buys.best()) : NONE;
    }

    /** The next sell whose stop price a trade at this price reaches, or {@link OrderSlab#NONE}: highest first, then oldest. */
    public int firstReachedSell(long lowestTradeTicks) {
        return sells.offers(sells.key(lowestTradeTicks)) ? levels.first(sells.best()) : NONE;
    }

    @Override
    public int bestLevel(boolean buy) {
        return side(buy).best();
    }

    @Override
    public int levelAfter(boolean buy, int level) {
        return side(buy).after(level);
    }

    /** The stop price. */
    @Override
    public long levelPriceTicks(boolean buy, int level) {
        return side(buy).key(levels.key(level));
    }

    @Override
    public boolean rises(boolean buy) {
        return buy;
    }

    @Override
    public int firstOrder(int level) {
        return levels.first(level);
    }

    @Override
    public int orderAfter(int order) {
        return orders.next(order);
    }

    private BookSide side(boolean buy) {
        return buy ? buys : sells;
    }
}
