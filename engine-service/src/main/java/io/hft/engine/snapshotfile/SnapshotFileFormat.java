package io.hft.engine.snapshotfile;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.snapshot.SnapshotFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a snapshot's file; all numbers are little endian.
 *
 * <pre>
 * header, 64 bytes                                     frame, padded with zeros to a multiple of 8 bytes
 *   0  8  magic, ASCII: HFTSNAP and a space              0  4  length of the chunk, without padding
 *   8  4  format version: 1                              4  4  CRC32C of bytes 8.. (with padding), then of bytes 0..3
 *  12  4  shard                                          8  8  number of the chunk: 0, 1, 2, ...; of the closing frame -1
 *  16  8  sequence of the last command covered          16  n  chunk
 *  24  8  time of that command, nanoseconds since 1970
 *  32  8  sequence of the last event                    chunk of the closing frame
 *  40  8  state hash                                      0  8  number of chunks before it
 *  48  8  open orders                                     8  8  their bytes, without padding
 *  56  4  zero
 *  60  4  CRC32C of bytes 0..59
 * </pre>
 *
 * Nothing stands behind the closing frame; without it the file is not whole.
 */
public final class SnapshotFileFormat {
    public static final int VERSION = 1;
    public static final String EXTENSION = ".snapshot";

    static final String MAGIC = "HFTSNAP ";
    static final int HEADER_LENGTH = 64;
    static final int FRAME_HEADER_LENGTH = 16;
    static final int FRAME_LENGTH_MAX = frameLength(SnapshotFormat.MAX_CHUNK_LENGTH);
    static final long CLOSING_NUMBER = -1;
    static final int CLOSING_LENGTH = 16;

    static final int LENGTH_OFFSET = 0;
    static final int CRC_OFFSET = 4;
    static final int NUMBER_OFFSET = 8;

    private static final int VERSION_OFFSET = 8;
    private static final int SHARD_OFFSET = 12;
    private static final int COMMAND_OFFSET = 16;
    private static final int TIMESTAMP_OFFSET = 24;
    private static final int EVENT_OFFSET = 32;
    private static final int HASH_OFFSET = 40;
    private static final int OPEN_ORDERS_OFFSET = 48;
    private static final int HEADER_CRC_OFFSET = 60;

    private SnapshotFileFormat() {}

    static int frameLength(final int chunkLength) {
        return FRAME_HEADER_LENGTH + (chunkLength + 7 & ~7);
    }

    static ByteBuffer header(final SnapshotInfo info) {
        final ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(LITTLE_ENDIAN);
        header.put(MAGIC.getBytes(StandardCharsets.US_ASCII));
        header.putInt(VERSION_OFFSET, VERSION);
        header.putInt(SHARD_OFFSET, info.shard());
        header.putLong(COMMAND_OFFSET, info.commandSequence());
        header.putLong(TIMESTAMP_OFFSET, info.timestampNanos());
        header.putLong(EVENT_OFFSET, info.eventSequence());
        header.putLong(HASH_OFFSET, info.stateHash());
        header.putLong(OPEN_ORDERS_OFFSET, info.openOrders());
        header.putInt(HEADER_CRC_OFFSET, headerCrc(header));
        return header.clear();
    }

    /** What is wrong with a header, or null. */
    static @Nullable String check(final ByteBuffer header, final int shard, final long commandSequence) {
        header.order(LITTLE_ENDIAN);
        final byte[] magic = new byte[MAGIC.length()];
        header.get(0, magic);
        if (header.getInt(HEADER_CRC_OFFSET) != headerCrc(header)) {
            return "the header's checksum is wrong";
        } else if (!MAGIC.equals(new String(magic, StandardCharsets.US_ASCII))) {
            return "is not a snapshot";
        } else if (header.getInt(VERSION_OFFSET) != VERSION) {
            return "has format version " + header.getInt(VERSION_OFFSET) + ", this build reads " + VERSION;
        } else if (header.getInt(SHARD_OFFSET) != shard) {
            return "belongs to shard " + header.getInt(SHARD_OFFSET) + ", not " + shard;
        } else if (header.getLong(COMMAND_OFFSET) != commandSequence) {
            return "covers the commands up to " + header.getLong(COMMAND_OFFSET) + ", which its name does not say";
        }
        return null;
    }

    static SnapshotInfo info(final ByteBuffer header) {
        header.order(LITTLE_ENDIAN);
        return new SnapshotInfo(
                header.getInt(SHARD_OFFSET),
                header.getLong(COMMAND_OFFSET),
                header.getLong(TIMESTAMP_OFFSET),
                header.getLong(EVENT_OFFSET),
                header.getLong(HASH_OFFSET),
                header.getLong(OPEN_ORDERS_OFFSET));
    }

    /** Over a whole frame at the beginning of the buffer. */
    static int frameCrc(final ByteBuffer frame, final int frameLength) {
        final CRC32C crc = new CRC32C();
        crc.update(frame.duplicate().clear().position(NUMBER_OFFSET).limit(frameLength));
        crc.update(frame.duplicate().clear().limit(CRC_OFFSET));
        return (int) crc.getValue();
    }

    private static int headerCrc(final ByteBuffer header) {
        final CRC32C crc = new CRC32C();
        crc.update(header.duplicate().clear().limit(HEADER_CRC_OFFSET));
        return (int) crc.getValue();
    }
}
