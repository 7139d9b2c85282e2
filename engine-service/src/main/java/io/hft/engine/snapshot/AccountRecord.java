package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What is kept of an account that is killed or has orders in the present second. By account id.
 *
 * <pre>
 *   0 i64  account id
 *   8 i64  new orders and replaces counted in the second of the last command
 *  16 u8   kill switch: 1 engaged
 *  17      7 zeros
 * </pre>
 */
public final class AccountRecord {
    public static final int LENGTH = 24;

    private AccountRecord() {}

    public static void encode(MutableDirectBuffer buffer, int at, long accountId, long ordersInSecond, byte killed) {
        buffer.putLong(at, accountId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, ordersInSecond, LITTLE_ENDIAN);
        buffer.putByte(at + 16, killed);
    }

    public static long accountId(DirectBuffer buffer, int at) {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    public static long ordersInSecond(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 8, LITTLE_ENDIAN);
    }

    public static byte killed(DirectBuffer buffer, int at) {
        return buffer.getByte(at + 16);
    }
}
