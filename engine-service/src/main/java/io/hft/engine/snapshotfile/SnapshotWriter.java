package io.hft.engine.snapshotfile;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.snapshot.ChunkSink;
import io.hft.engine.snapshot.SnapshotFormat;
import io.hft.engine.storage.SegmentFile;
import io.hft.engine.storage.SegmentFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a snapshot's chunks to a new file. Only {@link #finish} makes it whole. */
public final class SnapshotWriter implements ChunkSink, AutoCloseable {
    /**
     * Forced in steps: a force of everything at the end would keep the device from forcing the journal for long.
     */
    private static final int FORCE_EVERY = 8 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SnapshotFileFormat.FRAME_LENGTH_MAX);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final SegmentFile file;
    private final SnapshotRoom room;

    private long chunks;
    private long chunkBytes;
    private long forced;

    private SnapshotWriter(final SegmentFile file, final SnapshotRoom room) {
        this.file = file;
        this.room = room;
    }

    /** Creates the file, which must not exist, and writes its header. */
    static SnapshotWriter create(
            final Path path, final SegmentFiles files, final SnapshotInfo info, final SnapshotRoom room)
            throws IOException {
        room.require();
        final SegmentFile file = files.create(path);
        try {
            file.write(SnapshotFileFormat.header(info));
        } catch (final IOException e) {
            file.close();
            throw e;
        }
        return new SnapshotWriter(file, room);
    }

    @Override
    public void onChunk(final DirectBuffer chunk, final int offset, final int length) {
        if (length <= 0 || length > SnapshotFormat.MAX_CHUNK_LENGTH) {
            throw new IllegalArgumentException("a chunk of " + length + " bytes");
        }
        buffer.putBytes(SnapshotFileFormat.FRAME_HEADER_LENGTH, chunk, offset, length);
        try {
            frame(chunks, length);
            if (file.size() - forced >= FORCE_EVERY) {
                file.force();
                forced = file.size();
                room.require();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        chunks++;
        chunkBytes += length;
    }

    /** Closes the row of chunks; nothing is known to be on the device before {@link #force}. */
    public void finish() throws IOException {
        buffer.putLong(SnapshotFileFormat.FRAME_HEADER_LENGTH, chunks, LITTLE_ENDIAN);
        buffer.putLong(SnapshotFileFormat.FRAME_HEADER_LENGTH + Long.BYTES, chunkBytes, LITTLE_ENDIAN);
        frame(SnapshotFileFormat.CLOSING_NUMBER, SnapshotFileFormat.CLOSING_LENGTH);
    }

    public void force() throws IOException {
        file.force();
    }

    /** Bytes in the file. */
    public long size() {
        return file.size();
    }

    private void frame(final long number, final int length) throws IOException {
        final int frameLength = SnapshotFileFormat.frameLength(length);
        final int end = SnapshotFileFormat.FRAME_HEADER_LENGTH + length;
        buffer.setMemory(end, frameLength - end, (byte) 0);
        buffer.putInt(SnapshotFileFormat.LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putLong(SnapshotFileFormat.NUMBER_OFFSET, number, LITTLE_ENDIAN);
        buffer.putInt(SnapshotFileFormat.CRC_OFFSET, SnapshotFileFormat.frameCrc(bytes, frameLength), LITTLE_ENDIAN);
        file.write(bytes.clear().limit(frameLength));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
