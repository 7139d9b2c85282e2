package io.hft.engine.tool;

import io.hft.engine.storage.FrameHandler;
import io.hft.engine.storage.FrameReader;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes through an event log that was checked before, event by event. */
final class EventCursor implements AutoCloseable {
    private final Contents log;

    private @Nullable FrameReader reader;
    private int segment = -1;
    private long next;

    EventCursor(final Contents log) {
        this.log = log;
        next = log.firstSequence();
    }

    /** Hands over that event; sequences must come in order, from the first on. */
    void read(final long sequence, final FrameHandler handler) {
        while (next <= sequence) {
            if (segment + 1 < log.segments().size()
                    && log.segments().get(segment + 1).firstSequence() == next) {
                open(log.segments().get(++segment));
            }
            reader.next(next, next == sequence ? handler : (skipped, buffer, offset, length) -> {});
            next++;
        }
    }

    String place() {
        return reader == null ? "event log" : reader.place();
    }

    private void open(final Segment file) {
        close();
        try {
            reader = new FrameReader(file.path());
            reader.seek(SegmentFormat.HEADER_LENGTH);
        } catch (final IOException e) {
            throw new StorageException(file.path() + ": cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
