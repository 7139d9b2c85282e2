package io.hft.engine.sequencing;

import io.hft.engine.command.CommandHeader;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A preallocated place in the command ring. Filled by the caller that claimed it, read by the journal thread and the matcher. */
final class CommandSlot {
    static final int LENGTH = CommandHeader.MAX_COMMAND_LENGTH;

    final UnsafeBuffer buffer;
    long timestampNanos;
    /** When it got its place, by {@link System#nanoTime}. */
    long enteredNanos;
    /** Of the command; 0 for a query and for the end. */
    int length;

    boolean isEnd;

    @Nullable
    CommandReply reply;

    @Nullable
    ShardQuery query;

    /** Whose command it is, or who is opened by the query; null for others. */
    @Nullable
    SourceSession session;

    CommandSlot(final ByteBuffer memory, final int index) {
        buffer = new UnsafeBuffer(memory, index * LENGTH, LENGTH);
    }
}
