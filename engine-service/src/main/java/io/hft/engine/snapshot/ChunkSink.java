package io.hft.engine.snapshot;

import org.agrona.DirectBuffer;

/** Takes the chunks of a snapshot, one after the other, each at most {@link SnapshotFormat#MAX_CHUNK_LENGTH} bytes. */
@FunctionalInterface
public interface ChunkSink {
    /** The buffer is good during the call only. What this throws ends the snapshot and comes out of it. */
    void onChunk(DirectBuffer buffer, int offset, int length);
}
