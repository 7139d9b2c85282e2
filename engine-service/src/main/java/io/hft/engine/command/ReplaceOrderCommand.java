package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Changes the price and/or the total quantity of a resting order. The quantity is the new <em>total</em> (open plus
 * cumulative), so that repeating the command is harmless.
 *
 * <pre>
 *   0       header
 *  24 i64   order id
 *  32 i64   account id
 *  40 i32   instrument id      44 u32  0
 *  48 i64   new price in ticks; 0 keeps the price
 *  56 i64   new total quantity in lots
 *                              the long form goes on:
 *  64 i64   new stop price in ticks; 0 keeps it
 *  72 i64   new display quantity in lots; 0 keeps it
 * </pre>
 */
public final class ReplaceOrderCommand {
    public static final int LENGTH = 64;

    /** With stop price and display quantity. */
    public static final int LONG_LENGTH = 80;

    private static final int ORDER_ID_OFFSET = 24;
    private static final int ACCOUNT_ID_OFFSET = 32;
    private static final int INSTRUMENT_ID_OFFSET = 40;
    private static final int RESERVED_OFFSET = 44;
    private static final int PRICE_OFFSET = 48;
    private static final int QUANTITY_OFFSET = 56;
    private static final int STOP_PRICE_OFFSET = 64;
    private static final int DISPLAY_QUANTITY_OFFSET = 72;

    private ReplaceOrderCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long orderId,
            long accountId,
            int instrumentId,
            long priceTicks,
            long quantityLots) {
        CommandHeader.encode(buffer, offset, CommandType.REPLACE_ORDER, LENGTH, sourceId, sourceSequence);
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putInt(offset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
        buffer.putLong(offset + PRICE_OFFSET, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + QUANTITY_OFFSET, quantityLots, LITTLE_ENDIAN);
        return LENGTH;
    }

    /** Writes the long form, or the short one when neither a stop price nor a display quantity is given, and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long orderId,
            long accountId,
            int instrumentId,
            long priceTicks,
            long quantityLots,
            long stopPriceTicks,
            long displayQuantityLots) {
        encode(buffer, offset, sourceId, sourceSequence, orderId, accountId, instrumentId, priceTicks, quantityLots);
        CommandHeader.encode(buffer, offset, CommandType.REPLACE_ORDER, LONG_LENGTH, sourceId, sourceSequence);
        buffer.putLong(offset + STOP_PRICE_OFFSET, stopPriceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + DISPLAY_QUANTITY_OFFSET, displayQuantityLots, LITTLE_ENDIAN);
        return LONG_LENGTH;
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

    public static long priceTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PRICE_OFFSET, LITTLE_ENDIAN);
    }

    public static long quantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    /** 0 keeps it; 0 for the short form. */
    public static long stopPriceTicks(DirectBuffer buffer, int offset) {
        return isLong(buffer, offset) ? buffer.getLong(offset + STOP_PRICE_OFFSET, LITTLE_ENDIAN) : 0;
    }

    /** 0 keeps it; 0 for the short form. */
    public static long displayQuantityLots(DirectBuffer buffer, int offset) {
        return isLong(buffer, offset) ? buffer.getLong(offset + DISPLAY_QUANTITY_OFFSET, LITTLE_ENDIAN) : 0;
    }

    private static boolean isLong(DirectBuffer buffer, int offset) {
        return CommandHeader.length(buffer, offset) == LONG_LENGTH;
    }
}
