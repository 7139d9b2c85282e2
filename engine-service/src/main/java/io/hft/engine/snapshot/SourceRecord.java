package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How far a source has come. By source id.
 *
 * <pre>
 *   0 i64  source id
 *   8 i64  sequence of its last command
 * </pre>
 */
public final class SourceRecord {
    public static final int LENGTH = 16;

    private SourceRecord() {}

    public static void encode(MutableDirectBuffer buffer, int at, long sourceId, long lastSequence) {
        buffer.putLong(at, sourceId, LITTLE_ENDIAN);
        buffer.putLong(at + 8, lastSequence, LITTLE_ENDIAN);
    }

    public static long sourceId(DirectBuffer buffer, int at) {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    public static long lastSequence(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 8, LITTLE_ENDIAN);
    }
}
