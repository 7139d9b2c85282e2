package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The one record of the first chunk: what the core is as a whole, and how many records each section has.
 *
 * <pre>
 *   0 i32  rules version                    4 u8   kill switch of all: 1 engaged     5   3 zeros
 *   8 i64  sequence of the last event      16 i64  state hash
 *  24 i64  id of the last trade            32 i64  effective time of the last command, nanoseconds since 1970
 *  40 i32  the most open orders            44 i32  finished orders remembered, at most; refused ones likewise
 *  48 i32  sources remembered, at most     52      4 zeros
 *  56 i64  end of the trading day, nanoseconds after midnight UTC
 *  64 i64  records of section 2, then of sections 3 to 10
 * </pre>
 */
public final class SnapshotHeader {
    private static final SnapshotSection FIRST_COUNTED = SnapshotSection.INSTRUMENTS;
    private static final SnapshotSection LAST_COUNTED = SnapshotSection.REFUSED_ORDERS;
    private static final int COUNTS_OFFSET = 64;

    public static final int LENGTH = COUNTS_OFFSET + 8 * (LAST_COUNTED.code() - FIRST_COUNTED.code() + 1);

    private SnapshotHeader() {}

    /** All but the counts. */
    public static void encode(
            MutableDirectBuffer buffer,
            int at,
            int rulesVersion,
            boolean killed,
            long eventSequence,
            long stateHash,
            long tradeId,
            long timestampNanos,
            int maxOpenOrders,
            int recentOrderIds,
            int maxSources,
            long dayEndNanos) {
        buffer.putInt(at, rulesVersion, LITTLE_ENDIAN);
        buffer.putByte(at + 4, (byte) (killed ? 1 : 0));
        buffer.putLong(at + 8, eventSequence, LITTLE_ENDIAN);
        buffer.putLong(at + 16, stateHash, LITTLE_ENDIAN);
        buffer.putLong(at + 24, tradeId, LITTLE_ENDIAN);
        buffer.putLong(at + 32, timestampNanos, LITTLE_ENDIAN);
        buffer.putInt(at + 40, maxOpenOrders, LITTLE_ENDIAN);
        buffer.putInt(at + 44, recentOrderIds, LITTLE_ENDIAN);
        buffer.putInt(at + 48, maxSources, LITTLE_ENDIAN);
        buffer.putLong(at + 56, dayEndNanos, LITTLE_ENDIAN);
    }

    /** How many records that section has. */
    public static void encodeCount(MutableDirectBuffer buffer, int at, SnapshotSection section, long records) {
        buffer.putLong(countOffset(at, section), records, LITTLE_ENDIAN);
    }

    public static int rulesVersion(DirectBuffer buffer, int at) {
        return buffer.getInt(at, LITTLE_ENDIAN);
    }

    /** 1 when the kill switch of all is engaged, else 0. */
    public static byte killedCode(DirectBuffer buffer, int at) {
        return buffer.getByte(at + 4);
    }

    public static long eventSequence(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 8, LITTLE_ENDIAN);
    }

    public static long stateHash(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 16, LITTLE_ENDIAN);
    }

    public static long tradeId(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 24, LITTLE_ENDIAN);
    }

    public static long timestampNanos(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 32, LITTLE_ENDIAN);
    }

    public static int maxOpenOrders(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 40, LITTLE_ENDIAN);
    }

    public static int recentOrderIds(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 44, LITTLE_ENDIAN);
    }

    public static int maxSources(DirectBuffer buffer, int at) {
        return buffer.getInt(at + 48, LITTLE_ENDIAN);
    }

    public static long dayEndNanos(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 56, LITTLE_ENDIAN);
    }

    public static long count(DirectBuffer buffer, int at, SnapshotSection section) {
        return buffer.getLong(countOffset(at, section), LITTLE_ENDIAN);
    }

    private static int countOffset(int at, SnapshotSection section) {
        assert section.compareTo(FIRST_COUNTED) >= 0 && section.compareTo(LAST_COUNTED) <= 0;
        return at + COUNTS_OFFSET + 8 * (section.code() - FIRST_COUNTED.code());
    }
}
