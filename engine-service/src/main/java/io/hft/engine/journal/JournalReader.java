package io.hft.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.storage.SegmentDirectory;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.StorageException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** Reads a journal from its beginning; changes nothing on disk. */
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
        return segments.read(segment -> {}, (sequence, buffer, offset, length) -> {
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
        });
    }
}
