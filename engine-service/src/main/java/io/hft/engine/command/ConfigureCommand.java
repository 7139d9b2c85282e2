package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Activates a rules version, and sets what decides events without being said by any other command.
 *
 * <pre>
 *   0       header
 *  24 i32   rules version                     28 i32  the most open orders
 *  32 i32   finished orders remembered        36 i32  sources remembered
 *  40 i64   end of the trading day, nanoseconds after midnight UTC, below one day
 * </pre>
 */
public final class ConfigureCommand {
    public static final int LENGTH = 48;

    private static final int RULES_VERSION_OFFSET = 24;
    private static final int MAX_OPEN_ORDERS_OFFSET = 28;
    private static final int RECENT_ORDER_IDS_OFFSET = 32;
    private static final int MAX_SOURCES_OFFSET = 36;
    private static final int DAY_END_OFFSET = 40;

    private ConfigureCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            long sourceId,
            long sourceSequence,
            int rulesVersion,
            int maxOpenOrders,
            int recentOrderIds,
            int maxSources,
            long dayEndNanos) {
        CommandHeader.encode(buffer, offset, CommandType.CONFIGURE, LENGTH, sourceId, sourceSequence);
        buffer.setMemory(offset + CommandHeader.LENGTH, LENGTH - CommandHeader.LENGTH, (byte) 0);
        buffer.putInt(offset + RULES_VERSION_OFFSET, rulesVersion, LITTLE_ENDIAN);
        buffer.putInt(offset + MAX_OPEN_ORDERS_OFFSET, maxOpenOrders, LITTLE_ENDIAN);
        buffer.putInt(offset + RECENT_ORDER_IDS_OFFSET, recentOrderIds, LITTLE_ENDIAN);
        buffer.putInt(offset + MAX_SOURCES_OFFSET, maxSources, LITTLE_ENDIAN);
        buffer.putLong(offset + DAY_END_OFFSET, dayEndNanos, LITTLE_ENDIAN);
        return LENGTH;
    }

    public static int rulesVersion(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RULES_VERSION_OFFSET, LITTLE_ENDIAN);
    }

    public static int maxOpenOrders(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + MAX_OPEN_ORDERS_OFFSET, LITTLE_ENDIAN);
    }

    public static int recentOrderIds(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + RECENT_ORDER_IDS_OFFSET, LITTLE_ENDIAN);
    }

    public static int maxSources(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + MAX_SOURCES_OFFSET, LITTLE_ENDIAN);
    }

    public static long dayEndNanos(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DAY_END_OFFSET, LITTLE_ENDIAN);
    }
}
