package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sets all limits of one scope; 0 means no limit of that kind in this scope.
 *
 * <pre>
 *   0       header
 *  24 i64   account id; 0: every account
 *  32 i32   instrument id; 0: every instrument     36 i32  price band in basis points, at most 10,000
 *  40 i64   maximum quantity in lots               48 i64  maximum notional in ticks times lots
 *  56 i64   maximum position in lots
 *  64 i32   most open orders                       68 i32  orders per second
 * </pre>
 *
 * Scopes with an instrument have quantity, notional, position (and, without an account, the band); the others open orders and
 * orders per second.
 */
public final class SetRiskLimitsCommand {
    public static final int LENGTH = 72;

    private static final int ACCOUNT_ID_OFFSET = 24;
    private static final int INSTRUMENT_ID_OFFSET = 32;
    private static final int PRICE_BAND_OFFSET = 36;
    private static final int MAX_QUANTITY_OFFSET = 40;
    private static final int MAX_NOTIONAL_OFFSET = 48;
    private static final int MAX_POSITION_OFFSET = 56;
    private static final int MAX_OPEN_ORDERS_OFFSET = 64;
    private static final int ORDERS_PER_SECOND_OFFSET = 68;

    private SetRiskLimitsCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            long accountId,
            int instrumentId,
            int priceBandBasisPoints,
            long maxQuantityLots,
            long maxNotional,
            long maxPositionLots,
            int maxOpenOrders,
            int ordersPerSecond) {
        CommandHeader.encode(buffer, offset, CommandType.SET_RISK_LIMITS, LENGTH, sourceId, sourceSequence);
        buffer.setMemory(offset + CommandHeader.LENGTH, LENGTH - CommandHeader.LENGTH, (byte) 0);
        buffer.putLong(offset + ACCOUNT_ID_OFFSET, accountId, LITTLE_ENDIAN);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putInt(offset + PRICE_BAND_OFFSET, priceBandBasisPoints, LITTLE_ENDIAN);
        buffer.putLong(offset + MAX_QUANTITY_OFFSET, maxQuantityLots, LITTLE_ENDIAN);
        buffer.putLong(offset + MAX_NOTIONAL_OFFSET, maxNotional, LITTLE_ENDIAN);
        buffer.putLong(offset + MAX_POSITION_OFFSET, maxPositionLots, LITTLE_ENDIAN);
        buffer.putInt(offset + MAX_OPEN_ORDERS_OFFSET, maxOpenOrders, LITTLE_ENDIAN);
        buffer.putInt(offset + ORDERS_PER_SECOND_OFFSET, ordersPerSecond, LITTLE_ENDIAN);
        return LENGTH;
    }

    public static long accountId(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ACCOUNT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }

    public static int priceBandBasisPoints(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PRICE_BAND_OFFSET, LITTLE_ENDIAN);
    }

    public static long maxQuantityLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + MAX_QUANTITY_OFFSET, LITTLE_ENDIAN);
    }

    /** In ticks times lots. */
    public static long maxNotional(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + MAX_NOTIONAL_OFFSET, LITTLE_ENDIAN);
    }

    public static long maxPositionLots(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + MAX_POSITION_OFFSET, LITTLE_ENDIAN);
    }

    public static int maxOpenOrders(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + MAX_OPEN_ORDERS_OFFSET, LITTLE_ENDIAN);
    }

    public static int ordersPerSecond(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + ORDERS_PER_SECOND_OFFSET, LITTLE_ENDIAN);
    }
}
