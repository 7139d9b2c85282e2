package io.hft.engine.eventlog;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where in a segment every {@value #STRIDE}th event begins. Written by the appending thread; a reader sees every entry of an event
 * that it may read, because that event was published after the entry was written.
 */
final class SegmentIndex {
    static final int STRIDE = 256;

    final Path path;
    final long firstSequence;

    private volatile long[] positions = new long[64];

    SegmentIndex(final Path path, final long firstSequence) {
        this.path = path;
        this.firstSequence = firstSequence;
    }

    void add(final long sequence, final long position) {
        final long ordinal = sequence - firstSequence;
        if (ordinal % STRIDE == 0) {
            final int slot = (int) (ordinal / STRIDE);
            long[] current = positions;
            if (slot == current.length) {
                current = Arrays.copyOf(current, slot * 2);
                current[slot] = position;
                positions = current;
            } else {
                current[slot] = position;
            }
        }
    }

    /** The place of the last indexed event at or before the sequence. */
    long position(final long sequence) {
        return positions[(int) ((sequence - firstSequence) / STRIDE)];
    }

    /** The sequence of the event at {@link #position}. */
    long indexedSequence(final long sequence) {
        return sequence - (sequence - firstSequence) % STRIDE;
    }
}
