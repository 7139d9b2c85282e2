package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A finished or refused order that is remembered, as it ended. The oldest first.
 *
 * <pre>
 *   0 i64  order id
 *   8 i64  account id
 *  16 i64  price in ticks
 *  24 i64  total quantity in lots
 *  32 i64  cumulative quantity in lots
 *  40 i32  instrument id
 *  44 i32  terms, as those of an open order
 *  48 i32  reject reason
 *  52 u8   order status
 *  53      3 zeros
 * </pre>
 */
public final class FinishedOrderRecord {
    public static final int LENGTH = 56;

    private FinishedOrderRecord() {}

    public static void encode(
            MutableDirectBuffer buffer,
            int at,
            long orderId,
            long accountId,
            long priceTicks,
            long quantityLots,
            long cumulativeQuantityLots,
            int instrumentId,
            int terms,
            int rejectReasonCode,
            byte orderStatusCode) {
        buffer.putLong(at, orderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, accountId, LITTLE_ENDIAN);
        buffer.putLong(at + 16, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(at + 24, quantityLots, LITTLE_ENDIAN);
        buffer.putLong(at + 32, cumulativeQuantityLots, LITTLE_ENDIAN);
        buffer.putInt(at + 40, instrumentId, LITTLE_ENDIAN);
        buffer.putInt(at + 44, terms, LITTLE_ENDIAN);
        buffer.putInt(at + 48, rejectReasonCode, LITTLE_ENDIAN);
        buffer.putByte(at + 52, orderStatusCode);
    }

    public static long orderId(DirectBuffer buffer, int at) {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    public static long accountId(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 8, LITTLE_ENDIAN);
    }

    public static long priceTicks(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 16, LITTLE_ENDIAN);
    }

    public static long quantityLots(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 24, LITTLE_ENDIAN);
    }

    public static long cumulativeQuantityLots(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 32, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 40, LITTLE_ENDIAN);
    }

    public static int terms(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 44, LITTLE_ENDIAN);
    }

    public static int rejectReasonCode(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 48, LITTLE_ENDIAN);
    }

    public static byte orderStatusCode(DirectBuffer buffer, int at) {
        return buffer.getByte(at + 52);
    }
}
