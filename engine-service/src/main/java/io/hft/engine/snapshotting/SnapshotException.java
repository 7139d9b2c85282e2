package io.hft.engine.snapshotting;

import org.jspecify.annotations.Nullable;

/** Why there is no snapshot. The engine goes on. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What it means for others. */
    public enum Kind {
        /** It may work another time. */
        FAILED,
        /** What is on disk is not what the engine has said: a restart would not find the same state. */
        CORRUPT,
        /** The engine stops, or the shard has failed. */
        STOPPED
    }

    private final Kind kind;

    SnapshotException(final Kind kind, final String message, final @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
