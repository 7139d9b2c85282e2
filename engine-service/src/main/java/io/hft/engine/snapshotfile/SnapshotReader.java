package io.hft.engine.snapshotfile;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.snapshot.ChunkSink;
import io.hft.engine.snapshot.ChunkSource;
import io.hft.engine.snapshot.SnapshotFormat;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a snapshot's file, checking every byte. Whatever is wrong comes out as a {@link StorageException} that names the place. */
public final class SnapshotReader implements ChunkSource, AutoCloseable {
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SnapshotFileFormat.FRAME_LENGTH_MAX);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final Path path;
    private final FileChannel channel;
    private final SnapshotInfo info;

    private long position = SnapshotFileFormat.HEADER_LENGTH;
    private long chunks;
    private long chunkBytes;
    private boolean ended;

    private SnapshotReader(final Path path, final FileChannel channel, final SnapshotInfo info) {
        this.path = path;
        this.channel = channel;
        this.info = info;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws StorageException when it cannot be read or is no snapshot of that shard up to that command
     */
    public static SnapshotReader open(final Path path, final int shard, final long commandSequence) {
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            final ByteBuffer header = ByteBuffer.allocate(SnapshotFileFormat.HEADER_LENGTH);
            readFully(channel, header, 0);
            final String problem = header.hasRemaining()
                    ? "the header is cut short"
                    : SnapshotFileFormat.check(header, shard, commandSequence);
            if (problem != null) {
                throw new StorageException(path + " at offset 0: " + problem);
            }
            opened = true;
            return new SnapshotReader(path, channel, SnapshotFileFormat.info(header));
        } catch (final IOException e) {
            throw cannotBeRead(path, e);
        } finally {
            if (!opened) {
                closeQuietly(channel);
            }
        }
    }

    public SnapshotInfo info() {
        return info;
    }

    /** Bytes in the file. */
    public long size() {
        try {
            return channel.size();
        } catch (final IOException e) {
            throw cannotBeRead(path, e);
        }
    }

    /** When the file was written, in milliseconds since 1970-01-01 UTC. */
    public long writtenMillis() {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (final IOException e) {
            throw cannotBeRead(path, e);
        }
    }

    @Override
    public boolean poll(final ChunkSink handler) {
        if (ended) {
            return false;
        }
        final int length = nextFrame();
        final long number = buffer.getLong(SnapshotFileFormat.NUMBER_OFFSET, LITTLE_ENDIAN);
        if (number == SnapshotFileFormat.CLOSING_NUMBER) {
            close(length);
            return false;
        }
        if (number != chunks) {
            throw damage("chunk " + number + " stands where " + chunks + " belongs");
        }
        chunks++;
        chunkBytes += length;
        position += SnapshotFileFormat.frameLength(length);
        handler.onChunk(buffer, SnapshotFileFormat.FRAME_HEADER_LENGTH, length);
        return true;
    }

    /** Reads what is left and checks that the file is whole. */
    public void requireWhole() {
        while (poll((chunk, offset, length) -> {})) {
            // Checking is all there is to do.
        }
    }

    /** Reads and checks a frame, and returns the length of its chunk. */
    private int nextFrame() {
        bytes.clear();
        try {
            readFully(channel, bytes, position);
        } catch (final IOException e) {
            throw cannotBeRead(path, e);
        }
        final int available = bytes.position();
        if (available < SnapshotFileFormat.FRAME_HEADER_LENGTH) {
            throw damage("the snapshot is cut short");
        }
        final int length = buffer.getInt(SnapshotFileFormat.LENGTH_OFFSET, LITTLE_ENDIAN);
        if (length <= 0 || length > SnapshotFormat.MAX_CHUNK_LENGTH) {
            throw damage("a chunk has the length " + length);
        }
        final int frameLength = SnapshotFileFormat.frameLength(length);
        if (available < frameLength) {
            throw damage("the snapshot is cut short");
        }
        if (buffer.getInt(SnapshotFileFormat.CRC_OFFSET, LITTLE_ENDIAN)
                != SnapshotFileFormat.frameCrc(bytes, frameLength)) {
            throw damage("the checksum of chunk " + chunks + " is wrong");
        }
        return length;
    }

    private void close(final int length) {
        final long count = buffer.getLong(SnapshotFileFormat.FRAME_HEADER_LENGTH, LITTLE_ENDIAN);
        final long total = buffer.getLong(SnapshotFileFormat.FRAME_HEADER_LENGTH + Long.BYTES, LITTLE_ENDIAN);
        if (length != SnapshotFileFormat.CLOSING_LENGTH || count != chunks || total != chunkBytes) {
            throw damage("the closing frame names " + count + " chunks of " + total + " bytes, there were " + chunks
                    + " of " + chunkBytes);
        }
        final long end = position + SnapshotFileFormat.frameLength(length);
        if (size() != end) {
            throw damage("the file goes on behind its closing frame");
        }
        ended = true;
    }

    private StorageException damage(final String problem) {
        return new StorageException(path + " at offset " + position + ": " + problem);
    }

    private static StorageException cannotBeRead(final Path path, final IOException e) {
        return new StorageException(path + ": cannot be read: " + e, e);
    }

    private static void readFully(final FileChannel channel, final ByteBuffer into, final long from)
            throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            final int count = channel.read(into, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    private static void closeQuietly(final @Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException e) {
                // The problem that is thrown already says more.
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
