package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first 24 bytes of every command.
 *
 * <pre>
 *   0 u16  schema id (0x4843, "CH")       2 u8  version (1)       3 u8  type, see CommandType
 *   4 i32  length of the whole command, a multiple of 8
 *   8 i64  source id; 0: no session
 *  16 i64  source sequence; 1, 2, 3, ... within a source
 * </pre>
 */
public final class CommandHeader {
    public static final int SCHEMA_ID = 0x4843;
    public static final byte VERSION = 1;
    public static final int LENGTH = 24;

    /** No command of any version is longer. */
    public static final int MAX_COMMAND_LENGTH = 256;

    private static final int SCHEMA_OFFSET = 0;
    private static final int VERSION_OFFSET = 2;
    private static final int TYPE_OFFSET = 3;
    private static final int LENGTH_OFFSET = 4;
    private static final int SOURCE_ID_OFFSET = 8;
    private static final int SOURCE_SEQUENCE_OFFSET = 16;

    private CommandHeader() {}

    static void encode(
            MutableDirectBuffer buffer, int offset, CommandType type, int length, long sourceId, long sourceSequence) {
        buffer.putShort(offset + SCHEMA_OFFSET, (short) SCHEMA_ID, LITTLE_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, VERSION);
        buffer.putByte(offset + TYPE_OFFSET, type.code());
        buffer.putInt(offset + LENGTH_OFFSET, length, LITTLE_ENDIAN);
        buffer.putLong(offset + SOURCE_ID_OFFSET, sourceId, LITTLE_ENDIAN);
        buffer.putLong(offset + SOURCE_SEQUENCE_OFFSET, sourceSequence, LITTLE_ENDIAN);
    }

    /**
     * Writes a command that is nothing but a header, of a type that the core does not know: it takes the source's sequence and is refused.
     * Returns its length.
     */
    public static int encodeUnknown(MutableDirectBuffer buffer, int offset, long sourceId, long sourceSequence) {
        encode(buffer, offset, CommandType.STATE_HASH, LENGTH, sourceId, sourceSequence);
        buffer.putByte(offset + TYPE_OFFSET, (byte) 0);
        return LENGTH;
    }

    public static int schemaId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + SCHEMA_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static byte version(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + VERSION_OFFSET);
    }

    /** A code of {@link CommandType}, or an unknown one. */
    public static byte typeCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TYPE_OFFSET);
    }

    public static int length(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    public static long sourceId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SOURCE_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static long sourceSequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SOURCE_SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }
}
