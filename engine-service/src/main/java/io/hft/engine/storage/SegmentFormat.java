package io.hft.engine.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The layout that all segment files share; all numbers are little endian. A log is a directory of segments, each named by the
 * sequence of its first frame in 20 digits and the log's extension.
 *
 * <pre>
 * segment header, 64 bytes                      frame, padded with zeros to a multiple of 8 bytes
 *   0  8  magic, ASCII                            0  2  length n of what stands at 16, without padding
 *   8  4  format version                          2  2  kind: 0 plain, 1 with the mark
 *  12  4  shard                                   4  4  CRC32C of bytes 8.. (with padding), then of bytes 0..3
 *  16  8  sequence of the first frame             8  8  sequence, one more than the frame's before
 *  24  8  mark; version 1: zero                  16  8  mark, kind 1 only
 *  32 28  zero                                    .  n  payload; with a mark n-8
 *  60  4  CRC32C of bytes 0..59
 * </pre>
 *
 * The <b>mark</b> is the sequence up to which the log was known to be on the device when these bytes were written. It tells what a loss of
 * power can have taken (frames behind every mark) from damage (frames that a later mark vouches for). A log of version 1 has no marks: there,
 * each frame vouches for all before it. Zeros behind the last frame are room for more.
 *
 * @param magic eight ASCII characters
 * @param version what this build writes; it reads older ones too. From version 2 on frames carry the mark
 * @param extension of the file names, with its dot
 */
public record SegmentFormat(String magic, int version, String extension) {
    public static final int HEADER_LENGTH = 64;
    public static final int FRAME_HEADER_LENGTH = 16;
    /** No log of the engine has a larger payload, so that a larger length is damage. */
    public static final int PAYLOAD_LENGTH_MAX = 4_096;

    static final int CRC_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;
    private static final int LENGTH_OFFSET = 0;
    private static final int LENGTH_BITS = 16;
    private static final int MARK_OFFSET = 16;
    private static final int MARK_LENGTH = 8;
    private static final int KIND_PLAIN = 0;
    private static final int KIND_MARKED = 1;

    private static final int VERSION_OFFSET = 8;
    private static final int SHARD_OFFSET = 12;
    private static final int FIRST_SEQUENCE_OFFSET = 16;
    private static final int HEADER_MARK_OFFSET = 24;
    private static final int HEADER_CRC_OFFSET = 60;

    /** Whether frames carry the mark. */
    boolean marked() {
        return version >= 2;
    }

    /** What a frame of this format takes in front of a payload. */
    int payloadOffset() {
        return FRAME_HEADER_LENGTH + (marked() ? MARK_LENGTH : 0);
    }

    /** Where the payload of a good frame begins, behind the frame's beginning. */
    static int payloadOffset(final DirectBuffer buffer, final int frame) {
        return FRAME_HEADER_LENGTH + (kind(buffer, frame) == KIND_MARKED ? MARK_LENGTH : 0);
    }

    /** The length of a good frame's payload. */
    static int payloadLength(final DirectBuffer buffer, final int frame) {
        return length(buffer, frame) - (kind(buffer, frame) == KIND_MARKED ? MARK_LENGTH : 0);
    }

    static long sequence(final DirectBuffer buffer, final int frame) {
        return buffer.getLong(frame + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    /** Up to which sequence the log was on the device when a good frame was written. */
    static long mark(final DirectBuffer buffer, final int frame) {
        return kind(buffer, frame) == KIND_MARKED
                ? buffer.getLong(frame + MARK_OFFSET, LITTLE_ENDIAN)
                : sequence(buffer, frame) - 1;
    }

    private static int kind(final DirectBuffer buffer, final int frame) {
        return buffer.getInt(frame + LENGTH_OFFSET, LITTLE_ENDIAN) >>> LENGTH_BITS;
    }

    private static int length(final DirectBuffer buffer, final int frame) {
        return buffer.getInt(frame + LENGTH_OFFSET, LITTLE_ENDIAN) & (1 << LENGTH_BITS) - 1;
    }

    /** Bytes that a plain frame with such a payload takes in the file. */
    public static int frameLength(final int payloadLength) {
        return FRAME_HEADER_LENGTH + (payloadLength + 7 & ~7);
    }

    Path path(final Path directory, final long firstSequence) {
        return directory.resolve(String.format("%020d%s", firstSequence, extension));
    }

    ByteBuffer header(final int shard, final long firstSequence, final long mark) {
        final ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(LITTLE_ENDIAN);
        header.put(magic.getBytes(StandardCharsets.US_ASCII));
        header.putInt(VERSION_OFFSET, version);
        header.putInt(SHARD_OFFSET, shard);
        header.putLong(FIRST_SEQUENCE_OFFSET, firstSequence);
        header.putLong(HEADER_MARK_OFFSET, marked() ? mark : 0);
        header.putInt(HEADER_CRC_OFFSET, headerCrc(header));
        return header.clear();
    }

    /** What is wrong with a header, or null; a wrong checksum is always named first. */
    @Nullable
    HeaderProblem check(final ByteBuffer header, final int shard, final long firstSequence) {
        header.order(LITTLE_ENDIAN);
        if (header.getInt(HEADER_CRC_OFFSET) != headerCrc(header)) {
            return new HeaderProblem("the segment header's checksum is wrong", true);
        }
        final byte[] name = new byte[magic.length()];
        header.get(0, name);
        if (!magic.equals(new String(name, StandardCharsets.US_ASCII))) {
            return new HeaderProblem("is not a " + magic.trim() + " segment", false);
        }
        final int found = header.getInt(VERSION_OFFSET);
        if (found < 1 || found > version) {
            return new HeaderProblem(
                    "has format version " + found + ", this build reads " + (version == 1 ? "1" : "1 to " + version),
                    false);
        }
        if (header.getInt(SHARD_OFFSET) != shard) {
            return new HeaderProblem("belongs to shard " + header.getInt(SHARD_OFFSET) + ", not " + shard, false);
        }
        if (header.getLong(FIRST_SEQUENCE_OFFSET) != firstSequence) {
            return new HeaderProblem("begins with sequence " + header.getLong(FIRST_SEQUENCE_OFFSET), false);
        }
        return null;
    }

    /** The version of a good header. */
    static int version(final ByteBuffer header) {
        return header.order(LITTLE_ENDIAN).getInt(VERSION_OFFSET);
    }

    /** What a good header's mark vouches for; 0 for nothing. */
    static long mark(final ByteBuffer header) {
        return header.order(LITTLE_ENDIAN).getLong(HEADER_MARK_OFFSET);
    }

    /** @param mayBeTorn a crash while the segment was made can explain it */
    record HeaderProblem(String text, boolean mayBeTorn) {}

    private static int headerCrc(final ByteBuffer header) {
        final CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(HEADER_CRC_OFFSET));
        return (int) crc.getValue();
    }

    /** Frames in a buffer; not for use by several threads at a time. */
    public static final class Frames {
        private final CRC32C crc = new CRC32C();

        /** Completes a frame whose payload is already in place. */
        void finish(
                final MutableDirectBuffer buffer,
                final ByteBuffer bytes,
                final int offset,
                final int payloadLength,
                final long sequence,
                final boolean marked,
                final long mark) {
            final int length = payloadLength + (marked ? MARK_LENGTH : 0);
            final int frameLength = frameLength(length);
            final int end = offset + FRAME_HEADER_LENGTH + length;
            buffer.setMemory(end, offset + frameLength - end, (byte) 0);
            final int kind = marked ? KIND_MARKED : KIND_PLAIN;
            buffer.putInt(offset + LENGTH_OFFSET, length | kind << LENGTH_BITS, LITTLE_ENDIAN);
            if (marked) {
                buffer.putLong(offset + MARK_OFFSET, mark, LITTLE_ENDIAN);
            }
            buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
            buffer.putInt(offset + CRC_OFFSET, crc(bytes, offset, frameLength), LITTLE_ENDIAN);
        }

        /** The length of a whole frame with a right checksum at this place, 0 when more bytes are needed, -1 when there is none. */
        int validate(final UnsafeBuffer buffer, final ByteBuffer bytes, final int offset, final int limit) {
            if (limit - offset < FRAME_HEADER_LENGTH) {
                return 0;
            }
            final int length = length(buffer, offset);
            final int kind = kind(buffer, offset);
            if (kind > KIND_MARKED || length <= kind * MARK_LENGTH || length > PAYLOAD_LENGTH_MAX + MARK_LENGTH) {
                return -1;
            }
            final int frameLength = frameLength(length);
            if (limit - offset < frameLength) {
                return 0;
            }
            final int stored = buffer.getInt(offset + CRC_OFFSET, LITTLE_ENDIAN);
            return stored == crc(bytes, offset, frameLength) ? frameLength : -1;
        }

        private int crc(final ByteBuffer bytes, final int offset, final int frameLength) {
            crc.reset();
            bytes.clear();
            crc.update(bytes.position(offset + SEQUENCE_OFFSET).limit(offset + frameLength));
            bytes.clear();
            crc.update(bytes.position(offset).limit(offset + CRC_OFFSET));
            bytes.clear();
            return (int) crc.getValue();
        }
    }
}
