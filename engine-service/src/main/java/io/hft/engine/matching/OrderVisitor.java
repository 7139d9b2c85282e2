package io.hft.engine.matching;

/** Receives open orders. The view is reused: it is valid during the call only. */
@FunctionalInterface
public interface OrderVisitor {
    void onOrder(OrderView order);
}
