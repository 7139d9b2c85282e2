package io.hft.engine.matching;

/** Receives price levels, best first. */
@FunctionalInterface
public interface LevelVisitor {
    void onLevel(long priceTicks, long quantityLots, int orderCount);
}
