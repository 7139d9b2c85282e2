package io.hft.engine.matching;

import io.hft.engine.snapshot.ChunkSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Snapshots in memory: a list of chunks. */
final class Snapshots {
    static final long HASH_SEED = 0x1234_5678_9ABC_DEF1L;

    private Snapshots() {}

    static List<byte[]> take(MatchingEngine engine) {
        final List<byte[]> chunks = new ArrayList<>();
        engine.writeTo((buffer, offset, length) -> {
            final byte[] chunk = new byte[length];
            buffer.getBytes(offset, chunk);
            chunks.add(chunk);
        });
        return chunks;
    }

    static MatchingEngine restore(List<byte[]> chunks) {
        return MatchingEngine.readFrom(source(chunks), HASH_SEED);
    }

    /** Hands chunks over from the middle of another buffer, as a file or a network would. */
    static ChunkSource source(List<byte[]> chunks) {
        final Iterator<byte[]> left = chunks.iterator();
        return handler -> {
            if (!left.hasNext()) {
                return false;
            }
            final byte[] chunk = left.next();
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[chunk.length + 24]);
            buffer.putBytes(16, chunk);
            handler.onChunk(buffer, 16, chunk.length);
            return true;
        };
    }

    static boolean same(List<byte[]> left, List<byte[]> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!Arrays.equals(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
