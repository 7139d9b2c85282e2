package io.hft.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.storage.SegmentDirectory;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;

/** Reads a journal; changes nothing on disk. */
public final class JournalReader {
    private final SegmentDirectory segments;

    public JournalReader(final Path directory, final int shard) {
        segments = new SegmentDirectory(directory, JournalFormat.SEGMENTS, shard);
    }

    /** Takes one command; the buffer is only good during the call. */
    @FunctionalInterface
    public interface CommandHandler {
        void onCommand(long sequence, long timestampNanos, DirectBuffer buffer, int offset, int length);
    }

    /**
     * Reads every command in order.
     *
     * @return what was found; to be handed to {@link JournalWriter#open}
     * @throws StorageException naming file and offset when anything but the tail is damaged
     */
    public Contents read(final CommandHandler handler) {
        return read(0, handler);
    }

    /**
     * Reads the commands behind one that somebody has already, in order. The segments before the one that holds it are not read.
     *
     * @param after the sequence of that command; 0 to read all
     * @return what was found; the caller looks whether it reaches from that command to behind it
     * @throws StorageException naming file and offset when anything but the tail is damaged
     */
    public Contents read(final long after, final CommandHandler handler) {
        return segments.readFrom(after, segment -> {}, (sequence, buffer, offset, length) -> {
            if (sequence > after) {
                hand(sequence, buffer, offset, length, handler);
            }
        });
    }

    /**
     * Reads commands that are known to be written, while others are being written.
     *
     * @throws StorageException naming the place where one is missing or damaged
     */
    public void readRange(final long from, final long to, final CommandHandler handler) {
        segments.readRange(
                from, to, (sequence, buffer, offset, length) -> hand(sequence, buffer, offset, length, handler));
    }

    /** The segments as their names say, in order. */
    public List<Segment> segments() {
        try {
            return segments.list();
        } catch (final IOException e) {
            throw new StorageException("the journal in " + segments.directory() + " cannot be read: " + e, e);
        }
    }

    private void hand(
            final long sequence,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final CommandHandler handler) {
        if (length <= JournalFormat.TIMESTAMP_LENGTH) {
            throw new StorageException(
                    segments.directory() + ": the record with sequence " + sequence + " holds no command");
        }
        handler.onCommand(
                sequence,
                buffer.getLong(offset, LITTLE_ENDIAN),
                buffer,
                offset + JournalFormat.TIMESTAMP_LENGTH,
                length - JournalFormat.TIMESTAMP_LENGTH);
    }
}
