package io.hft.engine.command;

import org.agrona.MutableDirectBuffer;

/** Brings its time and nothing else, so that deadlines pass while nobody trades; the header only. */
public final class TickCommand {
    public static final int LENGTH = CommandHeader.LENGTH;

    private TickCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(MutableDirectBuffer buffer, int offset, long sourceId, long sourceSequence) {
        CommandHeader.encode(buffer, offset, CommandType.TICK, LENGTH, sourceId, sourceSequence);
        return LENGTH;
    }
}
