package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Cancels a resting order.
 *
 * <pre>
 *   0       header
 *  24 i64   order id
 *  32 i64   account id
 *  40 i32   instrument id      44 u32  0
 * </pre>
 */
public final class CancelOrderCommand {
    public static final int LENGTH = 48;

    private static final int ORDER_ID_OFFSET = 24;
    private static final int ACCOUNT_ID_OFFSET = 32;
    private static final int INSTRUMENT_ID_OFFSET = 40;
    private static final int RESERVED_OFFSET = 44;

    private CancelOrderCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long orderId,
            long accountId,
            int instrumentId) {
        CommandHeader.encode(buffer, offset, CommandType.CANCEL_ORDER, LENGTH, sourceId, sourceSequence);
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
        return LENGTH;
    }

    public static long orderId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ORDER_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static long accountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }
}
