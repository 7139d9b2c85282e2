package io.hft.engine.book;

/** Hears of every trade and every changed price level of a book while it happens. It must not touch the book, nor read it. */
@FunctionalInterface
public interface TradeListener {
    /**
     * The incoming order traded with a resting one, at the price of the latter.
     *
     * @param maker the record of the resting order: everything but its leaves quantity may be read from the slab
     * @param makerLeavesLots what is left of it; with 0 it is gone from the book when this call returns
     */
    void onTrade(int maker, long makerOrderId, long priceTicks, long quantityLots, long makerLeavesLots);

    /** What a price level shows now, said once for a change of any number of its orders; 0 and 0: it is gone. */
    default void onLevel(boolean bid, long priceTicks, long quantityLots, int orderCount) {}
}
