package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Cancels all open orders of an account, of an instrument, or of both.
 *
 * <pre>
 *   0       header
 *  24 i64   0
 *  32 i64   account id; 0: every account
 *  40 i32   instrument id; 0: every instrument of the shard
 *  44 u8    side; 0: both       45 u8  0       46 u16  0
 * </pre>
 */
public final class MassCancelCommand {
    public static final int LENGTH = 48;

    private static final int ACCOUNT_ID_OFFSET = 32;
    private static final int INSTRUMENT_ID_OFFSET = 40;
    private static final int SIDE_OFFSET = 44;

    private MassCancelCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long accountId,
            int instrumentId,
            byte sideCode) {
        CommandHeader.encode(buffer, offset, CommandType.MASS_CANCEL, LENGTH, sourceId, sourceSequence);
        buffer.setMemory(offset + CommandHeader.LENGTH, LENGTH - CommandHeader.LENGTH, (byte) 0);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putByte(offset + SIDE_OFFSET, sideCode);
        return LENGTH;
    }

    public static long accountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** 0, a code of {@link Side}, or an unknown one. */
    public static byte sideCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SIDE_OFFSET);
    }
}
