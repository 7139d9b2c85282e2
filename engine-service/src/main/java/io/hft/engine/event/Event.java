package io.hft.engine.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One execution report or notice, 144 bytes. Fields that say nothing for a type are zero.
 *
 * <pre>
 *   0 u16  schema id (0x4845, "EH")    2 u8  version (1)    3 u8  type, see EventType
 *   4 i32  length (144)
 *   8 i64  sequence, contiguous from 1
 *  16 i64  timestamp, nanoseconds since 1970-01-01 UTC, never goes back
 *  24 i64  source id of the command     32 i64  source sequence of the command
 *  40 i64  order id; of STATE_HASH: the hash
 *  48 i64  account id
 *  56 i32  instrument id
 *  60 u8   side        61 u8  order type        62 u8  time in force        63 u8  order status
 *  64 i64  the order's price in ticks           72 i64  the order's total quantity in lots
 *  80 i64  of TRADE: last price in ticks        88 i64  of TRADE: last quantity in lots
 *          else: stop price in ticks                    else: display quantity in lots
 *  96 i64  cumulative quantity in lots         104 i64  leaves quantity in lots
 * 112 i64  of TRADE: trade id, the same on both sides; else: expire at, nanoseconds since 1970
 * 120 i64  contra order id                     128 i64  contra account id
 * 136 u16  reject reason      138 u8  liquidity      139 u8  flags (1 duplicate, 2 post-only)
 * 140 u8   self-trade prevention, 0: default   141 u8  0   142 u16  0          (139 post-only and 140: 0 on TRADE)
 * </pre>
 *
 * The encoder writes all of it, so that equal events are equal bytes.
 */
public final class Event {
    public static final int SCHEMA_ID = 0x4845;
    public static final byte VERSION = 1;
    public static final int LENGTH = 144;

    /** Flag: the command was a repeat, nothing happened. */
    public static final byte FLAG_DUPLICATE = 1;

    /** Flag: the order never takes. */
    public static final byte FLAG_POST_ONLY = 2;

    private static final int SCHEMA_OFFSET = 0;
    private static final int VERSION_OFFSET = 2;
    private static final int TYPE_OFFSET = 3;
    private static final int LENGTH_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int TIMESTAMP_OFFSET = 16;
    private static final int SOURCE_ID_OFFSET = 24;
    private static final int SOURCE_SEQUENCE_OFFSET = 32;
    private static final int ORDER_ID_OFFSET = 40;
    private static final int ACCOUNT_ID_OFFSET = 48;
    private static final int INSTRUMENT_ID_OFFSET = 56;
    private static final int SIDE_OFFSET = 60;
    private static final int ORDER_TYPE_OFFSET = 61;
    private static final int TIME_IN_FORCE_OFFSET = 62;
    private static final int ORDER_STATUS_OFFSET = 63;
    private static final int PRICE_OFFSET = 64;
    private static final int QUANTITY_OFFSET = 72;
    private static final int LAST_PRICE_OFFSET = 80;
    private static final int LAST_QUANTITY_OFFSET = 88;
    private static final int CUMULATIVE_QUANTITY_OFFSET = 96;
    private static final int LEAVES_QUANTITY_OFFSET = 104;
    private static final int TRADE_ID_OFFSET = 112;
    private static final int CONTRA_ORDER_ID_OFFSET = 120;
    private static final int CONTRA_ACCOUNT_ID_OFFSET = 128;
    private static final int REJECT_REASON_OFFSET = 136;
    private static final int LIQUIDITY_OFFSET = 138;
    private static final int FLAGS_OFFSET = 139;
    private static final int SELF_TRADE_PREVENTION_OFFSET = 140;

    private Event() {}

    /** Writes bytes 0 to 39: what every event says. */
    public static void encodeHeader(
            MutableDirectBuffer buffer,
            int offset,
            EventType type,
            long sequence,
            long timestampNanos,
            long sourceId,
            long sourceSequence) {
        buffer.putShort(offset + SCHEMA_OFFSET, (short) SCHEMA_ID, LITTLE_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, VERSION);
        buffer.putByte(offset + TYPE_OFFSET, type.code());
        buffer.putInt(offset + LENGTH_OFFSET, LENGTH, LITTLE_ENDIAN);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampNanos, LITTLE_ENDIAN);
        buffer.putLong(offset + SOURCE_ID_OFFSET, sourceId, LITTLE_ENDIAN);
        buffer.putLong(offset + SOURCE_SEQUENCE_OFFSET, sourceSequence, LITTLE_ENDIAN);
    }

    /** Writes bytes 40 to 79, 96 to 111: the order as it is after the event. */
    public static void encodeOrder(
            MutableDirectBuffer buffer,
            int offset,
            long orderId,
            long accountId,
            int instrumentId,
            byte sideCode,
            byte orderTypeCode,
            byte timeInForceCode,
            byte orderStatusCode,
            long priceTicks,
            long quantityLots,
            long cumulativeQuantityLots,
            long leavesQuantityLots) {
        buffer.putLong(offset + ORDER_ID_OFFSET, orderId, LITTLE_ENDIAN);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putByte(offset + SIDE_OFFSET, sideCode);
        buffer.putByte(offset + ORDER_TYPE_OFFSET, orderTypeCode);
        buffer.putByte(offset + TIME_IN_FORCE_OFFSET, timeInForceCode);
        buffer.putByte(offset + ORDER_STATUS_OFFSET, orderStatusCode);
        buffer.putLong(offset + PRICE_OFFSET, priceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + QUANTITY_OFFSET, quantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + CUMULATIVE_QUANTITY_OFFSET, cumulativeQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + LEAVES_QUANTITY_OFFSET, leavesQuantityLots, LITTLE_ENDIAN);
    }

    /** Writes bytes 80 to 95, 112 to 143: the trade, and why. */
    public static void encodeOutcome(
            MutableDirectBuffer buffer,
            int offset,
            long lastPriceTicks,
            long lastQuantityLots,
            long tradeId,
            long contraOrderId,
            long contraAccountId,
            int rejectReasonCode,
            byte liquidityCode,
            byte flags) {
        buffer.putLong(offset + LAST_PRICE_OFFSET, lastPriceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + LAST_QUANTITY_OFFSET, lastQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + TRADE_ID_OFFSET, tradeId, LITTLE_ENDIAN);
        buffer.putLong(offset + CONTRA_ORDER_ID_OFFSET, contraOrderId, LITTLE_ENDIAN);
        buffer.putLong(offset + CONTRA_ACCOUNT_ID_OFFSET, contraAccountId, LITTLE_ENDIAN);
        buffer.putShort(offset + REJECT_REASON_OFFSET, (short) rejectReasonCode, LITTLE_ENDIAN);
        buffer.putByte(offset + LIQUIDITY_OFFSET, liquidityCode);
        buffer.putByte(offset + FLAGS_OFFSET, flags);
        buffer.putInt(offset + SELF_TRADE_PREVENTION_OFFSET, 0, LITTLE_ENDIAN);
    }

    /** Writes the further terms of an order into an event that is not a TRADE, after {@link #encodeOutcome}. */
    public static void encodeTerms(
            MutableDirectBuffer buffer,
            int offset,
            long stopPriceTicks,
            long displayQuantityLots,
            long expireAtNanos,
            byte selfTradePreventionCode) {
        buffer.putLong(offset + LAST_PRICE_OFFSET, stopPriceTicks, LITTLE_ENDIAN);
        buffer.putLong(offset + LAST_QUANTITY_OFFSET, displayQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + TRADE_ID_OFFSET, expireAtNanos, LITTLE_ENDIAN);
        buffer.putByte(offset + SELF_TRADE_PREVENTION_OFFSET, selfTradePreventionCode);
    }

    public static int schemaId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + SCHEMA_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static byte version(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + VERSION_OFFSET);
    }

    /** A code of {@link EventType}. */
    public static byte typeCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TYPE_OFFSET);
    }

    public static int length(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    public static long sequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long timestampNanos(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    }

    public static long sourceId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SOURCE_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static long sourceSequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SOURCE_SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long orderId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ORDER_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** Of a {@link EventType#STATE_HASH} event only. */
    public static long stateHash(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ORDER_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static long accountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** A code of {@link io.hft.engine.command.Side}; as the command had it on a refusal; 0 where there is no order. */
    public static byte sideCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SIDE_OFFSET);
    }

    /** A code of {@link io.hft.engine.command.OrderType}; as the command had it on a refusal; 0 where there is no order. */
    public static byte orderTypeCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + ORDER_TYPE_OFFSET);
    }

    /** A code of {@link io.hft.engine.command.TimeInForce}; as the command had it on a refusal; 0 where there is no order. */
    public static byte timeInForceCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TIME_IN_FORCE_OFFSET);
    }

    /** A code of {@link OrderStatus}, or 0 where the order is not known. */
    public static byte orderStatusCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + ORDER_STATUS_OFFSET);
    }

    public static long priceTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + PRICE_OFFSET, LITTLE_ENDIAN);
    }

    public static long quantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    public static long lastPriceTicks(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? buffer.getLong(offset + LAST_PRICE_OFFSET, LITTLE_ENDIAN) : 0;
    }

    public static long lastQuantityLots(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? buffer.getLong(offset + LAST_QUANTITY_OFFSET, LITTLE_ENDIAN) : 0;
    }

    public static long cumulativeQuantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CUMULATIVE_QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    public static long leavesQuantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + LEAVES_QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    public static long tradeId(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? buffer.getLong(offset + TRADE_ID_OFFSET, LITTLE_ENDIAN) : 0;
    }

    public static long contraOrderId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CONTRA_ORDER_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static long contraAccountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + CONTRA_ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** A code of {@link RejectReason}. */
    public static int rejectReasonCode(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + REJECT_REASON_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** A code of {@link Liquidity}, or 0 where there is no trade. */
    public static byte liquidityCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + LIQUIDITY_OFFSET);
    }

    public static boolean isTrade(DirectBuffer buffer, int offset) {
        return typeCode(buffer, offset) == EventType.TRADE.code();
    }

    /** 0 for an order without one, and on a TRADE. */
    public static long stopPriceTicks(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? 0 : buffer.getLong(offset + LAST_PRICE_OFFSET, LITTLE_ENDIAN);
    }

    /** 0 for an order without one, and on a TRADE. */
    public static long displayQuantityLots(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? 0 : buffer.getLong(offset + LAST_QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    /** The order's deadline in nanoseconds since 1970, of DAY orders too; 0 for an order without one, and on a TRADE. */
    public static long expireAtNanos(DirectBuffer buffer, int offset) {
        return isTrade(buffer, offset) ? 0 : buffer.getLong(offset + TRADE_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** Never on a TRADE. */
    public static boolean isPostOnly(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & FLAG_POST_ONLY) != 0;
    }

    /** As the order had it, 0 for the default and on a TRADE. */
    public static byte selfTradePreventionCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + SELF_TRADE_PREVENTION_OFFSET);
    }

    public static boolean isDuplicate(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & FLAG_DUPLICATE) != 0;
    }
}
