package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Engages or releases the kill switch of an account or of all.
 *
 * <pre>
 *   0       header
 *  24 i64   account id; 0: all
 *  32 u8    1: engage, 0: release       33 u8  1: cancel what is open      34 u16  0      36 u32  0
 * </pre>
 */
public final class KillSwitchCommand {
    public static final int LENGTH = 40;

    private static final int ACCOUNT_ID_OFFSET = 24;
    private static final int ENGAGED_OFFSET = 32;
    private static final int CANCEL_OPEN_ORDERS_OFFSET = 33;

    private KillSwitchCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long accountId,
            boolean engaged,
            boolean cancelOpenOrders) {
        CommandHeader.encode(buffer, offset, CommandType.KILL_SWITCH, LENGTH, sourceId, sourceSequence);
        buffer.setMemory(offset + CommandHeader.LENGTH, LENGTH - CommandHeader.LENGTH, (byte) 0);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putByte(offset + ENGAGED_OFFSET, (byte) (engaged ? 1 : 0));
        buffer.putByte(offset + CANCEL_OPEN_ORDERS_OFFSET, (byte) (cancelOpenOrders ? 1 : 0));
        return LENGTH;
    }

    public static long accountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static boolean isEngaged(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + ENGAGED_OFFSET) != 0;
    }

    public static boolean isCancelOpenOrders(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + CANCEL_OPEN_ORDERS_OFFSET) != 0;
    }
}
