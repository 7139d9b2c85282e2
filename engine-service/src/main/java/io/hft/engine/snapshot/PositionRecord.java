package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A position that is not zero. By instrument id, then account id.
 *
 * <pre>
 *   0 i64  account id
 *   8 i32  instrument id
 *  12      4 zeros
 *  16 i64  position in lots, low half
 *  24 i64  position in lots, high half
 * </pre>
 */
public final class PositionRecord {
    public static final int LENGTH = 32;

    private PositionRecord() {}

    public static void encode(
            MutableDirectBuffer buffer, int at, long accountId, int instrumentId, long positionLow, long positionHigh) {
        buffer.putLong(at, accountId, LITTLE_ENDIAN);
        buffer.putInt(at + 8, instrumentId, LITTLE_ENDIAN);
        buffer.putLong(at + 16, positionLow, LITTLE_ENDIAN);
        buffer.putLong(at + 24, positionHigh, LITTLE_ENDIAN);
    }

    public static long accountId(DirectBuffer buffer, int at) {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    public static int instrumentId(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 8, LITTLE_ENDIAN);
    }

    public static long positionLow(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 16, LITTLE_ENDIAN);
    }

    public static long positionHigh(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 24, LITTLE_ENDIAN);
    }
}
