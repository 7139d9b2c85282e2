package io.hft.backend.engine;

import java.util.List;
import java.util.Optional;

/** Questions about single orders and all open ones, for those who compare. Calls block; call with no database connection in hand. */
public interface EngineOrders {
    /** Takes the pages of a list, one after the other. */
    @FunctionalInterface
    interface Pages {
        /** @param asOfSequence the shard's last event that these orders show */
        void page(long asOfSequence, List<EngineOrder> orders);
    }

    /**
     * Lists a symbol's open orders. Each page is exact as of its event, but commands go on between pages: an order that stays open at its price
     * from the first to the last is listed once; one that comes, goes or moves meanwhile once, twice or not at all. There is at least one
     * page.
     *
     * @throws EngineUnavailable the engine does not answer, or is busy with other lists
     * @throws EngineRefusal unknown symbol
     */
    void open(String symbol, Pages pages);

    /**
     * One order's state: an open one, or one of the last finished ones; empty when the engine does not remember it, or has no such symbol.
     *
     * @throws EngineUnavailable the engine does not answer
     */
    Optional<EngineOrder> find(String symbol, long orderId);
}
