package io.hft.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.storage.SegmentDirectory;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.SegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Appends commands. {@link #append} gathers, {@link #flush} writes the batch, {@link #force} makes it durable. After any
 * {@link IOException} the writer must not be used again: what reached the device is unknown.
 */
public final class JournalWriter implements AutoCloseable {
    private final SegmentWriter segments;

    private JournalWriter(final SegmentWriter segments) {
        this.segments = segments;
    }

    /**
     * Opens the journal behind what {@link JournalReader} found, and cuts a torn tail.
     *
     * @param forceOnRoll force a full segment before beginning the next (any durability but none)
     * @param setAside give segments their place on the device before they are written, so that a force is quicker
     */
    public static JournalWriter open(
            final Path directory,
            final int shard,
            final SegmentFiles files,
            final Contents contents,
            final int segmentLength,
            final boolean forceOnRoll,
            final boolean setAside)
            throws IOException {
        final var location = new SegmentDirectory(directory, JournalFormat.SEGMENTS, shard);
        final var options = new SegmentWriter.Options(segmentLength, forceOnRoll, setAside);
        return new JournalWriter(SegmentWriter.open(location, files, contents, options, segment -> {}));
    }

    /** Gathers one command; writes earlier ones first only when the gathering buffer or the segment is full. */
    public void append(final long timestampNanos, final DirectBuffer command, final int offset, final int length)
            throws IOException {
        final int at = segments.claim(JournalFormat.TIMESTAMP_LENGTH + length);
        segments.buffer().putLong(at, timestampNanos, LITTLE_ENDIAN);
        segments.buffer().putBytes(at + JournalFormat.TIMESTAMP_LENGTH, command, offset, length);
        segments.commit();
    }

    /** The sequence that the next command gets. */
    public long nextSequence() {
        return segments.nextSequence();
    }

    public void flush() throws IOException {
        segments.flush();
    }

    /** Returns when all that was flushed is on the device; may be called while another thread appends. */
    public void force() throws IOException {
        segments.force();
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
