package io.hft.engine.snapshot;

/** A snapshot that is damaged, cut short, of another version, or says what no core can be. The message names the chunk and what is wrong with it. */
public final class SnapshotFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int chunk;

    public SnapshotFormatException(int chunk, String section, String problem) {
        super("snapshot chunk " + chunk + " (" + section + "): " + problem);
        this.chunk = chunk;
    }

    /** Its number, from 0. */
    public int chunk() {
        return chunk;
    }
}
