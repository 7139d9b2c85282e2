package io.hft.engine.storage;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The layout that all segment files share; all numbers are little endian. A log is a directory of segments, each named by the
 * sequence of its first frame in 20 digits and the log's extension.
 *
 * <pre>
 * segment header, 64 bytes                      frame, padded with zeros to a multiple of 8 bytes
 *   0  8  magic, ASCII                            0  4  length of the payload, without padding
 *   8  4  format version                          4  4  CRC32C of bytes 8.. (with padding), then of bytes 0..3
 *  12  4  shard                                   8  8  sequence, one more than the frame's before
 *  16  8  sequence of the first frame            16  n  payload
 *  24 36  zero
 *  60  4  CRC32C of bytes 0..59
 * </pre>
 *
 * @param magic eight ASCII characters
 * @param version what this build writes and reads
 * @param extension of the file names, with its dot
 */
public record SegmentFormat(String magic, int version, String extension) {
    public static final int HEADER_LENGTH = 64;
    public static final int FRAME_HEADER_LENGTH = 16;
    /** No log of the engine has a larger payload, so that a larger length is damage. */
    public static final int PAYLOAD_LENGTH_MAX = 4_096;

    static final int LENGTH_OFFSET = 0;
    static final int CRC_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;

    private static final int VERSION_OFFSET = 8;
    private static final int SHARD_OFFSET = 12;
    private static final int FIRST_SEQUENCE_OFFSET = 16;
    private static final int HEADER_CRC_OFFSET = 60;

    /** Bytes that a frame with such a payload takes in the file. */
    public static int frameLength(final int payloadLength) {
        return FRAME_HEADER_LENGTH + (payloadLength + 7 & ~7);
    }

    Path path(final Path directory, final long firstSequence) {
        return directory.resolve(String.format("%020d%s", firstSequence, extension));
    }

    ByteBuffer header(final int shard, final long firstSequence) {
        final ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(LITTLE_ENDIAN);
        header.put(magic.getBytes(StandardCharsets.US_ASCII));
        header.putInt(VERSION_OFFSET, version);
        header.putInt(SHARD_OFFSET, shard);
        header.putLong(FIRST_SEQUENCE_OFFSET, firstSequence);
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
        final byte[] found = new byte[magic.length()];
        header.get(0, found);
        if (!magic.equals(new String(found, StandardCharsets.US_ASCII))) {
            return new HeaderProblem("is not a " + magic.trim() + " segment", false);
        }
        if (header.getInt(VERSION_OFFSET) != version) {
            return new HeaderProblem(
                    "has format version " + header.getInt(VERSION_OFFSET) + ", this build reads " + version, false);
        }
        if (header.getInt(SHARD_OFFSET) != shard) {
            return new HeaderProblem("belongs to shard " + header.getInt(SHARD_OFFSET) + ", not " + shard, false);
        }
        if (header.getLong(FIRST_SEQUENCE_OFFSET) != firstSequence) {
            return new HeaderProblem("begins with sequence " + header.getLong(FIRST_SEQUENCE_OFFSET), false);
        }
        return null;
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
                final long sequence) {
            final int frameLength = frameLength(payloadLength);
            final int end = offset + FRAME_HEADER_LENGTH + payloadLength;
            buffer.setMemory(end, offset + frameLength - end, (byte) 0);
            buffer.putInt(offset + LENGTH_OFFSET, payloadLength, LITTLE_ENDIAN);
            buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
            buffer.putInt(offset + CRC_OFFSET, crc(bytes, offset, frameLength), LITTLE_ENDIAN);
        }

        /** The length of a whole frame with a right checksum at this place, 0 when more bytes are needed, -1 when there is none. */
        int validate(final UnsafeBuffer buffer, final ByteBuffer bytes, final int offset, final int limit) {
            if (limit - offset < FRAME_HEADER_LENGTH) {
                return 0;
            }
            final int payloadLength = buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
            if (payloadLength <= 0 || payloadLength > PAYLOAD_LENGTH_MAX) {
                return -1;
            }
            final int frameLength = frameLength(payloadLength);
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
