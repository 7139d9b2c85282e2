package io.hft.engine.command;

import org.agrona.MutableDirectBuffer;

/** Asks for the running state hash; the header only. Answered with a {@code STATE_HASH} event. */
public final class StateHashCommand {
    public static final int LENGTH = CommandHeader.LENGTH;

    private StateHashCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(MutableDirectBuffer buffer, int offset, long sourceId, long sourceSequence) {
        CommandHeader.encode(buffer, offset, CommandType.STATE_HASH, LENGTH, sourceId, sourceSequence);
        return LENGTH;
    }
}
