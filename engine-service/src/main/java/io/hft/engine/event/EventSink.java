package io.hft.engine.event;

import org.agrona.DirectBuffer;

/** Where the core puts its events. Called on the thread of the matcher; must not block it and must not throw. */
@FunctionalInterface
public interface EventSink {
    /**
     * One event. The bytes are the core's scratch: they are valid during the call only, the sink copies what it keeps.
     *
     * @param sequence contiguous, from 1; the same as {@link Event#sequence}
     */
    void onEvent(long sequence, DirectBuffer buffer, int offset, int length);

    /**
     * A price level of a book has changed: what is shown of it now. Called within the command that changed it, possibly several
     * times; the last call of a command says how the level is after it. What was not said has not changed.
     *
     * @param quantityLots the shown quantity; 0: the level is gone
     * @param orderCount 0: the level is gone
     */
    default void onLevel(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {}
}
