package io.hft.engine.sequencing;

import io.hft.engine.event.Event;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A preallocated place in the event ring. Filled by the matcher, read and emptied by the publisher. */
final class EventSlot {
    /** What the slot carries. */
    enum Kind {
        EVENT,
        LEVEL,
        COMMAND_DONE,
        QUERY_DONE,
        END
    }

    final UnsafeBuffer buffer;
    Kind kind = Kind.EVENT;
    /** Place in the command ring up to which the journal must be before this may leave. */
    long commandPosition;

    long sequence;

    @Nullable
    CommandReply reply;

    @Nullable
    ShardQuery query;

    /** Whose command caused it, or who is opened by the query. */
    @Nullable
    SourceSession session;

    /** Of a session's command. */
    long sourceSequence;

    long commandOrderId;
    long commandAccountId;
    /** Of a command that is done: when it got its place in the command ring. */
    long enteredNanos;

    /** Of a level. */
    int instrumentId;

    boolean bid;
    long priceTicks;
    long quantityLots;
    int orderCount;

    EventSlot(final ByteBuffer memory, final int index) {
        buffer = new UnsafeBuffer(memory, index * Event.LENGTH, Event.LENGTH);
    }

    void clear() {
        reply = null;
        query = null;
        session = null;
    }
}
