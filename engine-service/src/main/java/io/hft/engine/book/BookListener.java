package io.hft.engine.book;

/** Hears what happens in a book while it happens. It must not touch the book. */
@FunctionalInterface
public interface BookListener {
    /**
     * The incoming order traded with a resting one, at the price of the latter.
     *
     * @param maker the record of the resting order; its leaves quantity in the slab is not to be relied on
     * @param makerLeavesLots what is left of it, hidden quantity included; with 0 it is gone from the book when the match goes on
     */
    void onTrade(int maker, long makerOrderId, long priceTicks, long quantityLots, long makerLeavesLots);

    /** The incoming order met this one of its own account, which has left its place; its record is free when the match goes on. */
    default void onSelfTradeCanceled(int resting) {}

    /**
     * The incoming order met this one of its own account, and both have become smaller.
     *
     * @param lots by how much
     * @param restingLeavesLots what is left of the resting order; with 0 it has left its place
     * @param incomingLeavesLots what is left of the incoming one; with 0 it is cancelled
     */
    default void onSelfTradeDecremented(int resting, long lots, long restingLeavesLots, long incomingLeavesLots) {}

    /**
     * What a price level shows now; {@code quantityLots} and {@code orderCount} are 0 when it is gone. The last word of a
     * command holds.
     */
    default void onLevel(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {}
}
