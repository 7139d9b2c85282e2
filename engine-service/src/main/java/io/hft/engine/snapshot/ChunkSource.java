package io.hft.engine.snapshot;

/** Gives the chunks of a snapshot, each with the length that it was written with. */
@FunctionalInterface
public interface ChunkSource {
    /**
     * Hands the next chunk to the handler, once; what the handler throws comes out.
     *
     * @return false, and nothing was handed over, when there are no more
     */
    boolean poll(ChunkSink handler);
}
