package io.hft.engine.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a segment from its beginning, in large steps, and tells how far it can be trusted. */
final class SegmentScanner {
    private static final int BUFFER_LENGTH = 1 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final ByteBuffer crcView = bytes.duplicate();
    private final SegmentFormat.Frames frames = new SegmentFormat.Frames();
    private final SegmentFormat format;
    private final int shard;

    SegmentScanner(final SegmentFormat format, final int shard) {
        this.format = format;
        this.shard = shard;
    }

    /**
     * What a segment holds.
     *
     * @param validEnd bytes up to here can be trusted; 0 when not even the header can
     * @param nextSequence the sequence behind the last good frame
     * @param damage what is wrong at {@code validEnd}, or null when the file ends there
     * @param tornTail the damage can be what a crash leaves: nothing valid stands behind it
     * @param hole the damage can be what a loss of power leaves of a log that was not forced: bytes that never arrived, with valid ones behind
     */
    record Result(
            long validEnd, long nextSequence, @Nullable String damage, boolean tornTail, boolean hole) {}

    Result scan(final Path path, final long firstSequence, final FrameHandler handler) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long size = channel.size();
            if (size < SegmentFormat.HEADER_LENGTH) {
                return new Result(0, firstSequence, "the segment header is cut short", true, false);
            }
            bytes.clear().limit(SegmentFormat.HEADER_LENGTH);
            readFully(channel, 0);
            final var problem = format.check(bytes, shard, firstSequence);
            if (problem != null) {
                final boolean torn = problem.mayBeTorn()
                        && !validFrameBehind(channel, SegmentFormat.HEADER_LENGTH - 8, firstSequence);
                return new Result(0, firstSequence, problem.text(), torn, problem.mayBeTorn() && !torn);
            }
            return scanFrames(channel, size, firstSequence, handler);
        }
    }

    private Result scanFrames(
            final FileChannel channel, final long size, final long firstSequence, final FrameHandler handler)
            throws IOException {
        long position = SegmentFormat.HEADER_LENGTH;
        long sequence = firstSequence;
        while (position < size) {
            bytes.clear().limit((int) Math.min(BUFFER_LENGTH, size - position));
            readFully(channel, position);
            final int limit = bytes.position();
            int offset = 0;
            int length;
            while ((length = frames.validate(buffer, crcView, offset, limit)) > 0) {
                final long found = buffer.getLong(offset + SegmentFormat.SEQUENCE_OFFSET, LITTLE_ENDIAN);
                if (found != sequence) {
                    final String damage = "has sequence " + found + " where " + sequence + " belongs";
                    return new Result(position + offset, sequence, damage, false, false);
                }
                final int payloadLength = buffer.getInt(offset + SegmentFormat.LENGTH_OFFSET, LITTLE_ENDIAN);
                handler.onFrame(sequence, buffer, offset + SegmentFormat.FRAME_HEADER_LENGTH, payloadLength);
                offset += length;
                sequence++;
            }
            position += offset;
            final boolean cutShort = length == 0 && position + (limit - offset) >= size && offset < limit;
            if (length < 0 || cutShort) {
                final String damage = cutShort ? "the record is cut short" : "the record's length or checksum is wrong";
                final boolean hole = validFrameBehind(channel, position, sequence);
                return new Result(position, sequence, damage, !hole, hole);
            }
        }
        return new Result(position, sequence, null, false, false);
    }

    /** Whether any whole frame with a right checksum and a later sequence begins behind the place. */
    private boolean validFrameBehind(final FileChannel channel, final long damaged, final long sequence)
            throws IOException {
        final long size = channel.size();
        long position = damaged + 8;
        while (position < size) {
            bytes.clear().limit((int) Math.min(BUFFER_LENGTH, size - position));
            readFully(channel, position);
            final int limit = bytes.position();
            final boolean last = position + limit >= size;
            int offset = 0;
            while (offset < limit) {
                final int length = frames.validate(buffer, crcView, offset, limit);
                if (length > 0 && buffer.getLong(offset + SegmentFormat.SEQUENCE_OFFSET, LITTLE_ENDIAN) >= sequence) {
                    return true;
                }
                if (length == 0 && !last) {
                    break;
                }
                offset += 8;
            }
            position += offset;
        }
        return false;
    }

    private void readFully(final FileChannel channel, final long from) throws IOException {
        long position = from;
        while (bytes.hasRemaining()) {
            final int count = channel.read(bytes, position);
            if (count < 0) {
                return;
            }
            position += count;
        }
    }
}
