package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a segment from its beginning, in large steps, and tells how far it can be trusted. */
final class SegmentScanner {
    /** Instead of a mark: no whole frame is there. */
    static final long NOTHING = -1;

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
     * @param end where the file ends; what is between is zeros unless something is damaged
     * @param version of the format; 0 when the header cannot be trusted
     * @param nextSequence the sequence behind the last good frame
     * @param damage what is wrong at {@code validEnd}, or null
     * @param mayBeLost bytes that never reached the device can explain the damage
     * @param markBehind the highest mark of whole frames behind the damage, {@link #NOTHING} when there are none
     */
    record Result(
            long validEnd,
            long end,
            int version,
            long nextSequence,
            @Nullable String damage,
            boolean mayBeLost,
            long markBehind) {}

    Result scan(final Path path, final long firstSequence, final FrameHandler handler) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long size = channel.size();
            if (size < SegmentFormat.HEADER_LENGTH) {
                return new Result(0, size, 0, firstSequence, "the segment header is cut short", true, NOTHING);
            }
            final var problem = readHeader(channel, firstSequence);
            if (problem != null) {
                // The header is on the device before the first frame is written, so every whole frame vouches for it.
                final boolean any = markBehind(channel, SegmentFormat.HEADER_LENGTH, firstSequence) != NOTHING;
                final long mark = any ? Long.MAX_VALUE : NOTHING;
                return new Result(0, size, 0, firstSequence, problem.text(), problem.mayBeTorn(), mark);
            }
            return scanFrames(channel, size, SegmentFormat.version(bytes), firstSequence, handler);
        }
    }

    /**
     * The highest mark of a segment's whole frames, and of its header.
     *
     * @throws StorageException when it is not a segment of this log
     */
    long mark(final Path path, final long firstSequence) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long mark = NOTHING;
            if (channel.size() >= SegmentFormat.HEADER_LENGTH) {
                final var problem = readHeader(channel, firstSequence);
                if (problem == null) {
                    mark = SegmentFormat.version(bytes) > 1 ? SegmentFormat.mark(bytes) : NOTHING;
                } else if (!problem.mayBeTorn()) {
                    throw new StorageException(path + " at offset 0: " + problem.text());
                }
            }
            return Math.max(mark, markBehind(channel, SegmentFormat.HEADER_LENGTH, firstSequence));
        }
    }

    private SegmentFormat.@Nullable HeaderProblem readHeader(final FileChannel channel, final long firstSequence)
            throws IOException {
        bytes.clear().limit(SegmentFormat.HEADER_LENGTH);
        readFully(channel, 0);
        return format.check(bytes, shard, firstSequence);
    }

    private Result scanFrames(
            final FileChannel channel,
            final long size,
            final int version,
            final long firstSequence,
            final FrameHandler handler)
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
                final long found = SegmentFormat.sequence(buffer, offset);
                if (found != sequence) {
                    final String damage = "has sequence " + found + " where " + sequence + " belongs";
                    return new Result(position + offset, size, version, sequence, damage, false, NOTHING);
                }
                handler.onFrame(
                        sequence,
                        buffer,
                        offset + SegmentFormat.payloadOffset(buffer, offset),
                        SegmentFormat.payloadLength(buffer, offset));
                offset += length;
                sequence++;
            }
            position += offset;
            final boolean cutShort = length == 0 && position + (limit - offset) >= size && offset < limit;
            if (length < 0 || cutShort) {
                return scanEnd(channel, position, size, version, sequence, cutShort);
            }
        }
        return new Result(position, size, version, sequence, null, false, NOTHING);
    }

    private Result scanEnd(
            final FileChannel channel,
            final long position,
            final long size,
            final int version,
            final long sequence,
            final boolean cutShort)
            throws IOException {
        if (isZero(channel, position, size)) {
            return new Result(position, size, version, sequence, null, false, NOTHING);
        }
        final long mark = markBehind(channel, position + 8, sequence);
        final String damage = cutShort ? "the record is cut short" : "the record's length or checksum is wrong";
        return new Result(position, size, version, sequence, damage, true, mark);
    }

    private boolean isZero(final FileChannel channel, final long from, final long size) throws IOException {
        long position = from;
        while (position < size) {
            bytes.clear().limit((int) Math.min(BUFFER_LENGTH, size - position));
            readFully(channel, position);
            final int limit = bytes.position();
            int offset = 0;
            for (; offset + 8 <= limit; offset += 8) {
                if (buffer.getLong(offset) != 0) {
                    return false;
                }
            }
            for (; offset < limit; offset++) {
                if (buffer.getByte(offset) != 0) {
                    return false;
                }
            }
            position += limit;
        }
        return true;
    }

    /** The highest mark of whole frames that begin at or behind the place and have the sequence or a later one. */
    private long markBehind(final FileChannel channel, final long from, final long sequence) throws IOException {
        final long size = channel.size();
        long mark = NOTHING;
        long position = from;
        while (position < size) {
            bytes.clear().limit((int) Math.min(BUFFER_LENGTH, size - position));
            readFully(channel, position);
            final int limit = bytes.position();
            final boolean last = position + limit >= size;
            int offset = 0;
            while (offset < limit) {
                final int length = frames.validate(buffer, crcView, offset, limit);
                if (length == 0 && !last) {
                    break;
                }
                if (length > 0 && SegmentFormat.sequence(buffer, offset) >= sequence) {
                    mark = Math.max(mark, SegmentFormat.mark(buffer, offset));
                }
                offset += Math.max(length, 8);
            }
            position += offset;
        }
        return mark;
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
