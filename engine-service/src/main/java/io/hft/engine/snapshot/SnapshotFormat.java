package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A chunk: its header, then whole records of one section. All numbers are little-endian.
 *
 * <pre>
 *   0 u16  schema id (0x4853, "SH")    2 u8  version (1)    3 u8  section, see SnapshotSection
 *   4 i32  length of the whole chunk, at most 65,536
 *   8 i32  number of the chunk: 0, 1, 2, ...
 *  12 i32  records in this chunk
 *  16 i32  0
 *  20 u32  CRC32C over bytes 0 to 19 and 24 to the end of every chunk up to this one
 *  24      records
 * </pre>
 */
public final class SnapshotFormat {
    public static final int SCHEMA_ID = 0x4853;
    public static final byte VERSION = 1;
    public static final int CHUNK_HEADER_LENGTH = 24;
    public static final int MAX_CHUNK_LENGTH = 64 * 1024;

    static final int RECORDS_OFFSET = CHUNK_HEADER_LENGTH;

    private static final int SCHEMA_OFFSET = 0;
    private static final int VERSION_OFFSET = 2;
    private static final int SECTION_OFFSET = 3;
    private static final int LENGTH_OFFSET = 4;
    private static final int NUMBER_OFFSET = 8;
    private static final int COUNT_OFFSET = 12;
    private static final int RESERVED_OFFSET = 16;
    private static final int CHECKSUM_OFFSET = 20;

    private SnapshotFormat() {}

    static void encodeChunkHeader(
            MutableDirectBuffer chunk, SnapshotSection section, int length, int number, int records) {
        chunk.putShort(SCHEMA_OFFSET, (short) SCHEMA_ID, LITTLE_ENDIAN);
        chunk.putByte(VERSION_OFFSET, VERSION);
        chunk.putByte(SECTION_OFFSET, section.code());
        chunk.putInt(LENGTH_OFFSET, length, LITTLE_ENDIAN);
        chunk.putInt(NUMBER_OFFSET, number, LITTLE_ENDIAN);
        chunk.putInt(COUNT_OFFSET, records, LITTLE_ENDIAN);
        chunk.putInt(RESERVED_OFFSET, 0, LITTLE_ENDIAN);
    }

    /** Takes a chunk into the checksum over all chunks so far. */
    static int addToChecksum(CRC32C checksum, byte[] chunk, int length) {
        checksum.update(chunk, 0, CHECKSUM_OFFSET);
        checksum.update(chunk, CHUNK_HEADER_LENGTH, length - CHUNK_HEADER_LENGTH);
        return (int) checksum.getValue();
    }

    static void setChecksum(MutableDirectBuffer chunk, int checksum) {
        chunk.putInt(CHECKSUM_OFFSET, checksum, LITTLE_ENDIAN);
    }

    static int schemaId(DirectBuffer chunk) {
        return chunk.getShort(SCHEMA_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    static byte version(DirectBuffer chunk) {
        return chunk.getByte(VERSION_OFFSET);
    }

    static byte sectionCode(DirectBuffer chunk) {
        return chunk.getByte(SECTION_OFFSET);
    }

    static int length(DirectBuffer chunk) {
        return chunk.getInt(LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    static int number(DirectBuffer chunk) {
        return chunk.getInt(NUMBER_OFFSET, LITTLE_ENDIAN);
    }

    static int records(DirectBuffer chunk) {
        return chunk.getInt(COUNT_OFFSET, LITTLE_ENDIAN);
    }

    static int reserved(DirectBuffer chunk) {
        return chunk.getInt(RESERVED_OFFSET, LITTLE_ENDIAN);
    }

    static int checksum(DirectBuffer chunk) {
        return chunk.getInt(CHECKSUM_OFFSET, LITTLE_ENDIAN);
    }
}
