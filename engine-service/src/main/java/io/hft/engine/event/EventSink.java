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
}
