package io.hft.engine.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The end mark. A snapshot without it is none.
 *
 * <pre>
 *   0 i64  chunks of the snapshot, this one included
 *   8 i64  event sequence, as in the header
 *  16 i64  state hash, as in the header
 * </pre>
 */
final class EndRecord {
    static final int LENGTH = 24;

    private EndRecord() {}

    static void encode(MutableDirectBuffer buffer, int at, long chunks, long eventSequence, long stateHash) {
        buffer.putLong(at, chunks, LITTLE_ENDIAN);
        buffer.putLong(at + 8, eventSequence, LITTLE_ENDIAN);
        buffer.putLong(at + 16, stateHash, LITTLE_ENDIAN);
    }

    static long chunks(DirectBuffer buffer, int at) {
        return buffer.getLong(at, LITTLE_ENDIAN);
    }

    static long eventSequence(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 8, LITTLE_ENDIAN);
    }

    static long stateHash(DirectBuffer buffer, int at) {
        return buffer.getLong(at + 16, LITTLE_ENDIAN);
    }
}
