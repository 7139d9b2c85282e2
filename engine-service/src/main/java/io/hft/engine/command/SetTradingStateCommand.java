package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Halts an instrument's market, resumes it, or leaves it open for cancels only.
 *
 * <pre>
 *   0       header
 *  24 i32   instrument id
 *  28 u8    trading state, see TradingState      29 u8  0      30 u16  0
 * </pre>
 */
public final class SetTradingStateCommand {
    public static final int LENGTH = 32;

    private static final int INSTRUMENT_ID_OFFSET = 24;
    private static final int TRADING_STATE_OFFSET = 28;

    private SetTradingStateCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            int instrumentId,
            byte tradingStateCode) {
        CommandHeader.encode(buffer, offset, CommandType.SET_TRADING_STATE, LENGTH, sourceId, sourceSequence);
        buffer.setMemory(offset + CommandHeader.LENGTH, LENGTH - CommandHeader.LENGTH, (byte) 0);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrumentId, LITTLE_ENDIAN);
        buffer.putByte(offset + TRADING_STATE_OFFSET, tradingStateCode);
        return LENGTH;
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** A code of {@link io.hft.engine.instrument.TradingState}, or an unknown one. */
    public static byte tradingStateCode(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + TRADING_STATE_OFFSET);
    }
}
