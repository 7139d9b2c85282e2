package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads frames of a segment from a known place on, in order, checking each. Not for use by several threads at a time. */
public final class FrameReader implements AutoCloseable {
    private static final int BUFFER_LENGTH = 64 << 10;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final ByteBuffer crcView = bytes.duplicate();
    private final SegmentFormat.Frames frames = new SegmentFormat.Frames();
    private final Path path;
    private final FileChannel channel;

    private long bufferPosition;
    private int offset;
    private int limit;
    private long lastFrame;

    public FrameReader(final Path path) throws IOException {
        this.path = path;
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Checks the segment's header, and goes to the first frame. */
    void requireHeader(final SegmentFormat format, final int shard, final long firstSequence) {
        seek(0);
        fill();
        final var problem = limit < SegmentFormat.HEADER_LENGTH
                ? new SegmentFormat.HeaderProblem("the segment header is cut short", true)
                : format.check(crcView.clear(), shard, firstSequence);
        if (problem != null) {
            throw new StorageException(path + " at offset 0: " + problem.text());
        }
        offset = SegmentFormat.HEADER_LENGTH;
    }

    /** Goes to a place where a frame begins. */
    public void seek(final long position) {
        bufferPosition = position;
        offset = 0;
        limit = 0;
    }

    /**
     * Hands over the next frame, which the caller knows to be there.
     *
     * @throws StorageException naming the place when it is not, or is damaged
     */
    public void next(final long sequence, final FrameHandler handler) {
        int length = frames.validate(buffer, crcView, offset, limit);
        if (length <= 0) {
            // The buffer may have caught the frame while it was being written.
            fill();
            length = frames.validate(buffer, crcView, offset, limit);
        }
        lastFrame = bufferPosition + offset;
        if (length <= 0 || SegmentFormat.sequence(buffer, offset) != sequence) {
            throw new StorageException(place() + ": no good record with sequence " + sequence);
        }
        final int at = offset;
        offset += length;
        handler.onFrame(
                sequence,
                buffer,
                at + SegmentFormat.payloadOffset(buffer, at),
                SegmentFormat.payloadLength(buffer, at));
    }

    /** Where the frame read last begins. */
    public String place() {
        return path + " at offset " + lastFrame;
    }

    /** Where the next frame begins. */
    public long position() {
        return bufferPosition + offset;
    }

    private void fill() {
        try {
            bufferPosition += offset;
            offset = 0;
            bytes.clear();
            long position = bufferPosition;
            while (bytes.hasRemaining()) {
                final int count = channel.read(bytes, position);
                if (count < 0) {
                    break;
                }
                position += count;
            }
            limit = bytes.position();
        } catch (final IOException e) {
            throw new StorageException(path + ": cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new StorageException(path + ": cannot be closed: " + e, e);
        }
    }
}
