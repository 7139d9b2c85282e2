package io.hft.engine.sequencing;

import org.agrona.MutableDirectBuffer;

/** Writes commands into claimed slots, one after the other; must not throw. */
@FunctionalInterface
public interface BatchEncoder {
    /**
     * Writes a command and returns its length, at most {@link io.hft.engine.command.CommandHeader#MAX_COMMAND_LENGTH}.
     *
     * @param index 0 for the first command of the batch
     */
    int encode(int index, MutableDirectBuffer buffer, int offset);
}
