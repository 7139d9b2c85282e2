package io.hft.engine.recovery;

import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.snapshotfile.SnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * A core that the journal is replayed on: a snapshot's, or one that knows nothing yet.
 *
 * @param snapshot null for the one that knows nothing
 * @param sizeBytes of the snapshot's file
 * @param writtenMillis when that was written, since 1970-01-01 UTC
 */
public record Base(MatchingEngine core, @Nullable SnapshotInfo snapshot, long sizeBytes, long writtenMillis) {

    /** The last command that it has; 0 for none. */
    public long commandSequence() {
        return snapshot == null ? 0 : snapshot.commandSequence();
    }

    /** The last event that it has said; 0 for none. */
    public long eventSequence() {
        return core.lastEventSequence();
    }
}
