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
 *  44 u8    side      45 u8  order type      46 u8  time in force      47 u8  flags: 1 post-only, 2 * self-trade prevention (3 bits)
 *  48 i64   price in ticks: the limit; of a MARKET or STOP order the protection price, 0 for none
 *  56 i64   quantity in lots
 *  64 i64   stop price in ticks, 0 for none
 *  72 i64   display quantity in lots, 0 for none
 *  80 i64   expire at, nanoseconds since 1970, 0 for none
 * </pre>
 */
public final class NewOrderCommand {
    public static final int LENGTH = 88;

    private static final int FLAG_POST_ONLY = 1;
    private static final int SELF_TRADE_PREVENTION_SHIFT = 1;
    private static final int SELF_TRADE_PREVENTION_MASK = 7;
    private static final int KNOWN_FLAGS = FLAG_POST_ONLY | SELF_TRADE_PREVENTION_MASK << SELF_TRADE_PREVENTION_SHIFT;

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

    /** Writes a market or limit order without any of the further terms, and returns the command's length. */
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
        return encode(
                buffer,
                offset,
                sourceId,
                sourceSequence,
                orderId,
                accountId,
                instrumentId,
                side.code(),
                orderType.code(),
                timeInForce.code(),
                false,
                (byte) 0,
                priceTicks,
                quantityLots,
                0,
                0,
                0);
    }

    /**
     * Writes the command and returns its length. Codes may be unknown ones: the core refuses them.
     *
     * @param selfTradePreventionCode 0 for the default; of {@link SelfTradePrevention} otherwise, at most 7
     */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long orderId,
            long accountId,
            int instrumentId,
            byte sideCode,
            byte orderTypeCode,
            byte timeInForceCode,
            boolean postOnly,
            byte selfTradePreventionCode,
            long priceTicks,
            long quantityLots,
            long stopPriceTicks,
            long displayQuantityLots,
            long expireAtNanos) {
        final int flags = (postOnly ? FLAG_POST_ONLY : 0)
                | (selfTradePreventionCode & SELF_TRADE_PREVENTION_MASK) << SELF_TRADE_PREVENTION_SHIFT;
        CommandHeader.encode(buffer, offset, CommandType.NEW_ORDER, LENGTH, sourceId, sourceSequence);
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putByte(offset + SIDE_OFFSET, sideCode);
        buffer.putByte(offset + ORDER_TYPE_OFFSET, orderTypeCode);
        buffer.putByte(offset + TIME_IN_FORCE_OFFSET, timeInForceCode);
        buffer.putByte(offset + FLAGS_OFFSET, (byte) flags);
        buffer.putLong(offset + PRICE_OFFSET, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + QUANTITY_OFFSET, quantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + STOP_PRICE_OFFSET, stopPriceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + DISPLAY_QUANTITY_OFFSET, displayQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + EXPIRE_AT_OFFSET, expireAtNanos, LITTLE_ENDIAN);
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

    public static boolean isPostOnly(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & FLAG_POST_ONLY) != 0;
    }

    /** 0 for the default, a code of {@link SelfTradePrevention}, or an unknown one. */
    public static byte selfTradePreventionCode(DirectBuffer buffer, int offset) {
        return (byte)
                (buffer.getByte(offset + FLAGS_OFFSET) >> SELF_TRADE_PREVENTION_SHIFT & SELF_TRADE_PREVENTION_MASK);
    }

    /** Whether the order has only flags that this version knows. */
    public static boolean flagsAreKnown(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & ~KNOWN_FLAGS) == 0;
    }

    public static long stopPriceTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + STOP_PRICE_OFFSET, LITTLE_ENDIAN);
    }

    public static long displayQuantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DISPLAY_QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    public static long expireAtNanos(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + EXPIRE_AT_OFFSET, LITTLE_ENDIAN);
    }

    public static long priceTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PRICE_OFFSET, LITTLE_ENDIAN);
    }

    public static long quantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    /** Whether the order uses nothing that rules version 1 does not know. */
    public static boolean reservedFieldsAreZero(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET)
                        | buffer.getLong(offset + STOP_PRICE_OFFSET, LITTLE_ENDIAN)
                        | buffer.getLong(offset + DISPLAY_QUANTITY_OFFSET, LITTLE_ENDIAN)
                        | buffer.getLong(offset + EXPIRE_AT_OFFSET, LITTLE_ENDIAN))
                == 0L;
    }
}
