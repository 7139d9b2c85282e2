package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An instrument and its market. By instrument id.
 *
 * <pre>
 *   0      its definition: 96 bytes, those of an upsert instrument command from byte 24 on
 *  96 i64  price of the last trade in ticks, 0 before the first
 * 104 u8   trading state
 * 105      7 zeros
 * </pre>
 */
public final class InstrumentRecord {
    public static final int DEFINITION_LENGTH = 96;
    public static final int LENGTH = 112;

    private static final int LAST_TRADE_OFFSET = 96;
    private static final int TRADING_STATE_OFFSET = 104;

    private InstrumentRecord() {}

    /** All but the definition. */
    public static void encodeMarket(
            MutableDirectBuffer buffer, int at, long lastTradePriceTicks, byte tradingStateCode) {
        buffer.putLong(at + LAST_TRADE_OFFSET, lastTradePriceTicks, LITTLE_ENDIAN);
        buffer.putByte(at + TRADING_STATE_OFFSET, tradingStateCode);
    }

    public static long lastTradePriceTicks(DirectBuffer buffer, int at) {
        return buffer.getLong(at + LAST_TRADE_OFFSET, LITTLE_ENDIAN);
    }

    public static byte tradingStateCode(DirectBuffer buffer, int at) {
        return buffer.getByte(at + TRADING_STATE_OFFSET);
    }
}
