package io.hft.engine.sequencing;

import org.agrona.MutableDirectBuffer;

/** Writes a command into a claimed slot; must not throw, since the slot is then lost to others until it is filled. */
@FunctionalInterface
public interface CommandEncoder {
    /** Returns the command's length, at most {@link io.hft.engine.command.CommandHeader#MAX_COMMAND_LENGTH}. */
    int encode(MutableDirectBuffer buffer, int offset);
}
