package io.hft.engine.sequencing;

import org.agrona.DirectBuffer;

/**
 * Hears what became of one command. Called on the publisher's thread: must return quickly and not block. Exactly one of
 * {@link #onComplete} and {@link #onFailure} ends it.
 */
public interface CommandReply {
    /** One event that the command caused; the buffer is only good during the call. */
    void onEvent(DirectBuffer buffer, int offset);

    /** Everything that the command caused is in the journal and was handed over; {@code lastSequence} is its last event. */
    void onComplete(long lastSequence);

    /** The engine stopped before the outcome was certain: it is unknown, and repeating the command is safe. */
    void onFailure(String reason);
}
