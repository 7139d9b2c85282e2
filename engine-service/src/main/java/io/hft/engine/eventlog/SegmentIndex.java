package io.hft.engine.eventlog;

import io.hft.engine.storage.FrameReader;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a segment every {@value #STRIDE}th event begins. Of the segment that is written the appending thread notes it; a reader sees
 * every entry of an event that it may read, because that event was published after the entry was written. Of a segment that was full
 * before the log was opened the first reader finds it out, so that a start need not read the whole log.
 */
final class SegmentIndex {
    static final int STRIDE = 256;

    final Path path;
    final long firstSequence;

    /** Behind the last event of a segment that nobody has read yet. */
    private final long endSequence;

    private volatile long @Nullable [] positions;

    /** A segment whose events will be added. */
    SegmentIndex(final Path path, final long firstSequence) {
        this(path, firstSequence, firstSequence);
        positions = new long[64];
    }

    private SegmentIndex(final Path path, final long firstSequence, final long endSequence) {
        this.path = path;
        this.firstSequence = firstSequence;
        this.endSequence = endSequence;
    }

    /** A full segment that is to be read when somebody needs it. */
    static SegmentIndex unread(final Path path, final long firstSequence, final long endSequence) {
        return new SegmentIndex(path, firstSequence, endSequence);
    }

    void add(final long sequence, final long position) {
        final long ordinal = sequence - firstSequence;
        final long[] current = positions;
        if (current == null) {
            throw new IllegalStateException(path + " is full");
        }
        if (ordinal % STRIDE == 0) {
            final int slot = (int) (ordinal / STRIDE);
            if (slot == current.length) {
                final long[] larger = Arrays.copyOf(current, slot * 2);
                larger[slot] = position;
                positions = larger;
            } else {
                current[slot] = position;
            }
        }
    }

    /**
     * The place of the last indexed event at or before the sequence.
     *
     * @throws StorageException naming the place when the segment must be read for it and is damaged
     */
    long position(final long sequence) {
        final long[] known = positions;
        return (known == null ? read() : known)[(int) ((sequence - firstSequence) / STRIDE)];
    }

    /** The sequence of the event at {@link #position}. */
    long indexedSequence(final long sequence) {
        return sequence - (sequence - firstSequence) % STRIDE;
    }

    private synchronized long[] read() {
        final long[] already = positions;
        if (already != null) {
            return already;
        }
        final long[] found = new long[(int) ((endSequence - firstSequence + STRIDE - 1) / STRIDE)];
        try (FrameReader reader = new FrameReader(path)) {
            reader.seek(SegmentFormat.HEADER_LENGTH);
            for (long sequence = firstSequence; sequence < endSequence; sequence++) {
                final long ordinal = sequence - firstSequence;
                if (ordinal % STRIDE == 0) {
                    found[(int) (ordinal / STRIDE)] = reader.position();
                }
                reader.next(sequence, (skipped, buffer, offset, length) -> {});
            }
        } catch (final IOException e) {
            throw new StorageException(path + ": cannot be read: " + e, e);
        }
        positions = found;
        return found;
    }
}
