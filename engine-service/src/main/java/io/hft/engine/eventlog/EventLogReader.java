package io.hft.engine.eventlog;

import io.hft.engine.storage.FrameHandler;
import io.hft.engine.storage.FrameReader;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads published events from any retained sequence; reading on where the last read ended costs no search. One thread at a time. */
public final class EventLogReader implements AutoCloseable {
    private final EventLog log;

    private @Nullable SegmentIndex segment;
    private @Nullable FrameReader frames;
    private long nextSequence;

    EventLogReader(final EventLog log) {
        this.log = log;
    }

    /**
     * Reads up to {@code limit} published events from a sequence on.
     *
     * @return how many were handed over; 0 when the sequence is not yet published
     * @throws EventsGoneException when the sequence is not retained any more, or was taken away just now; what was handed over before is good
     * @throws StorageException naming the place when the file cannot be read or trusted
     */
    public int read(final long fromSequence, final int limit, final FrameHandler handler) {
        requireRetained(fromSequence);
        final long last = Math.min(log.lastSequence(), fromSequence + limit - 1);
        long sequence = fromSequence;
        while (sequence <= last) {
            final FrameReader reader;
            try {
                reader = at(sequence);
            } catch (final StorageException e) {
                // The file may have gone since.
                requireRetained(sequence);
                throw e;
            }
            reader.next(sequence, handler);
            sequence++;
            nextSequence = sequence;
        }
        return (int) (sequence - fromSequence);
    }

    private void requireRetained(final long sequence) {
        if (sequence < log.firstSequence()) {
            throw new EventsGoneException(sequence, log.firstSequence());
        }
    }

    /** File and offset of the event read last, for messages. */
    String place() {
        return frames == null ? "event log" : frames.place();
    }

    /** Where the event read last ends in its segment. */
    long position() {
        return frames == null ? 0 : frames.position();
    }

    private FrameReader at(final long sequence) {
        final SegmentIndex wanted = log.segmentOf(sequence);
        final FrameReader current = frames;
        if (current != null && segment == wanted && nextSequence == sequence) {
            return current;
        }
        try {
            FrameReader reader = current;
            if (reader == null || segment != wanted) {
                close();
                reader = new FrameReader(wanted.path);
                frames = reader;
                segment = wanted;
            }
            reader.seek(wanted.position(sequence));
            for (long before = wanted.indexedSequence(sequence); before < sequence; before++) {
                reader.next(before, (skipped, buffer, offset, length) -> {});
            }
            return reader;
        } catch (final IOException e) {
            throw new StorageException(wanted.path + ": cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        final FrameReader reader = frames;
        frames = null;
        segment = null;
        if (reader != null) {
            reader.close();
        }
    }
}
