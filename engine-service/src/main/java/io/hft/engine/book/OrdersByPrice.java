package io.hft.engine.book;

/** Orders of two sides in price levels: those that come first at a price before all others, the oldest of a level first. */
public interface OrdersByPrice {
    /** The level that comes first, or {@link OrderSlab#NONE}. */
    int bestLevel(boolean buy);

    /** The level that comes next, or {@link OrderSlab#NONE}. */
    int levelAfter(boolean buy, int level);

    long levelPriceTicks(boolean buy, int level);

    /** Whether prices rise from the level that comes first to the last; else they fall. */
    boolean rises(boolean buy);

    /** The oldest order of a level. */
    int firstOrder(int level);

    /** The next younger order of the same level, or {@link OrderSlab#NONE}. */
    int orderAfter(int order);
}
