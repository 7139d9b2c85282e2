package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Enters an order.
 *
 * <pre>
 *   0       header
 *  24 i64   order id, positive, unique for ever
 *  32 i64   account id, positive
 *  40 i32   instrument id
 *  44 u8    side      45 u8  order type      46 u8  time in force      47 u8  flags (0)
 *  48 i64   price in ticks: the limit; of a MARKET order the protection price, 0 for none
 *  56 i64   quantity in lots
 *  64 i64   stop price in ticks (reserved, 0)
 *  72 i64   display quantity in lots (reserved, 0)
 *  80 i64   expire at, nanoseconds since 1970 (reserved, 0)
 * </pre>
 */
public final class NewOrderCommand {
    public static final int LENGTH = 88;

    private static final int ORDER_ID_OFFSET = 24;
    private static final int ACCOUNT_ID_OFFSET = 32;
    private static final int INSTRUMENT_ID_OFFSET = 40;
    private static final int SIDE_OFFSET = 44;
    private static final int ORDER_TYPE_OFFSET = 45;
    private static final int TIME_IN_FORCE_OFFSET = 46;
    private static final int FLAGS_OFFSET = 47;
    private static final int PRICE_OFFSET = 48;
    private static final int QUANTITY_OFFSET = 56;
    private static final int STOP_PRICE_OFFSET = 64;
    private static final int DISPLAY_QUANTITY_OFFSET = 72;
    private static final int EXPIRE_AT_OFFSET = 80;

    private NewOrderCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long orderId,
            long accountId,
            int instrumentId,
            Side side,
            OrderType orderType,
            TimeInForce timeInForce,
            long priceTicks,
            long quantityLots) {
        CommandHeader.encode(buffer, offset, CommandType.NEW_ORDER, LENGTH, sourceId, sourceSequence);
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putByte(offset + SIDE_OFFSET, side.code());
        buffer.putByte(offset + ORDER_TYPE_OFFSET, orderType.code());
        buffer.putByte(offset + TIME_IN_FORCE_OFFSET, timeInForce.code());
        buffer.putByte(offset + FLAGS_OFFSET, (byte) 0);
        buffer.putLong(offset + PRICE_OFFSET, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + QUANTITY_OFFSET, quantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + STOP_PRICE_OFFSET, 0L, LITTLE_ENDIAN);
        buffer.putLong(offset + DISPLAY_QUANTITY_OFFSET, 0L, LITTLE_ENDIAN);
        buffer.putLong(offset + EXPIRE_AT_OFFSET, 0L, LITTLE_ENDIAN);
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

    /** A code of {@link Side}, or an unknown one. */
    public static byte sideCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SIDE_OFFSET);
    }

    /** A code of {@link OrderType}, or an unknown one. */
    public static byte orderTypeCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + ORDER_TYPE_OFFSET);
    }

    /** A code of {@link TimeInForce}, or an unknown one. */
    public static byte timeInForceCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TIME_IN_FORCE_OFFSET);
    }

    public static byte flags(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + FLAGS_OFFSET);
    }

    public static long priceTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PRICE_OFFSET, LITTLE_ENDIAN);
    }

    public static long quantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    /** Whether the fields that this version reserves are zero; an order that uses them asks for more than is understood. */
    public static boolean reservedFieldsAreZero(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET)
                        | buffer.getLong(offset + STOP_PRICE_OFFSET, LITTLE_ENDIAN)
                        | buffer.getLong(offset + DISPLAY_QUANTITY_OFFSET, LITTLE_ENDIAN)
                        | buffer.getLong(offset + EXPIRE_AT_OFFSET, LITTLE_ENDIAN))
                == 0L;
    }
}
