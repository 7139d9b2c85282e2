package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An open order; with further terms directly behind it when it has a stop price, a display quantity or a deadline.
 *
 * <pre>
 *   0 i64  order id
 *   8 i64  account id
 *  16 i64  price in ticks; 0: none
 *  24 i64  total quantity in lots
 *  32 i64  leaves quantity in lots
 *  40 i32  terms: side, order type, time in force, flags of a new order, a byte each from the lowest
 *  44 u16  instrument id
 *  46 u8   1: a stop that waits for its price
 *  47 u8   1: further terms follow
 *
 *  further terms
 *   0 i64  stop price in ticks; 0: none
 *   8 i64  display quantity in lots; 0: none
 *  16 i64  of an iceberg that rests: what of its leaves is shown
 *  24 i64  deadline in nanoseconds since 1970; 0: none
 * </pre>
 */
public final class OpenOrderRecord {
    public static final int LENGTH = 48;
    public static final int FURTHER_LENGTH = 32;

    private OpenOrderRecord() {}

    public static void encode(
            MutableDirectBuffer buffer,
            int at,
            long orderId,
            long accountId,
            long priceTicks,
            long quantityLots,
            long leavesLots,
            int terms,
            int instrumentId,
            boolean waiting,
            boolean hasFurther) {
        buffer.putLong(at, orderId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, accountId, LITTLE_ENDIAN);
        buffer.putLong(at + 16, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(at + 24, quantityLots, LITTLE_ENDIAN);
        buffer.putLong(at + 32, leavesLots, LITTLE_ENDIAN);
        buffer.putInt(at + 40, terms, LITTLE_ENDIAN);
        buffer.putShort(at + 44, (short) instrumentId, LITTLE_ENDIAN);
        buffer.putByte(at + 46, (byte) (waiting ? 1 : 0));
        buffer.putByte(at + 47, (byte) (hasFurther ? 1 : 0));
    }

    public static void encodeFurther(
            MutableDirectBuffer buffer,
            int at,
            long stopPriceTicks,
            long displayQuantityLots,
            long shownLots,
            long deadlineNanos) {
        buffer.putLong(at, stopPriceTicks, LITTLE_ENDIAN);
        buffer.putLong(at + 8, displayQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(at + 16, shownLots, LITTLE_ENDIAN);
        buffer.putLong(at + 24, deadlineNanos, LITTLE_ENDIAN);
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

    public static long leavesLots(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 32, LITTLE_ENDIAN);
    }

    public static int terms(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 40, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int at) {
        return buffer.getShort(at + 44, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** 1 for a stop that waits, 0 for an order that rests. */
    public static byte waitingCode(DirectBuffer buffer, int at) {
        return buffer.getByte(at + 46);
    }

    /** 1 when further terms follow, else 0. */
    public static byte furtherCode(DirectBuffer buffer, int at) {
        return buffer.getByte(at + 47);
    }

    public static long stopPriceTicks(DirectBuffer buffer, int furtherAt) {
        return buffer.getLong(furtherAt, LITTLE_ENDIAN);
    }

    public static long displayQuantityLots(DirectBuffer buffer, int furtherAt) {
        return buffer.getLong(furtherAt + 8, LITTLE_ENDIAN);
    }

    public static long shownLots(DirectBuffer buffer, int furtherAt) {
        return buffer.getLong(furtherAt + 16, LITTLE_ENDIAN);
    }

    public static long deadlineNanos(DirectBuffer buffer, int furtherAt) {
        return buffer.getLong(furtherAt + 24, LITTLE_ENDIAN);
    }
}
