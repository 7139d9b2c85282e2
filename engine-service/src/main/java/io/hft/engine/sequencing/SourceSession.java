package io.hft.engine.sequencing;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what became of all the commands of one source, instead of an object per command. All methods but {@link #accountIds} and
 * {@link #isClosed} are called on the publisher's thread: they must return quickly and not block. Commands are answered in the order in
 * which they were offered.
 */
public abstract class SourceSession {
    /** Of the publisher: has to be told at the end of its step. */
    boolean touched;

    /** Accounts whose reports it gets when others cause them, too; asked once, when it is opened. */
    protected abstract long[] accountIds();

    /** Nothing is to be told to it any more; any thread. */
    protected abstract boolean isClosed();

    /**
     * One event; the buffer is only good during the call.
     *
     * @param own one of this session's commands caused it
     */
    protected abstract void onEvent(DirectBuffer buffer, int offset, boolean own);

    /** One more of its commands is answered: all its events were told. */
    protected abstract void onCommandDone(long sourceSequence, long lastSequence);

    /** What was told since the last call is in the journal and in the event log and may leave. */
    protected abstract void onStep();

    /** The shard failed: what was not let out by {@link #onStep} is unknown. */
    protected abstract void onFailure(@Nullable String reason);
}
