package io.hft.engine.stats;

/**
 * A shard's snapshots at a moment.
 *
 * @param commandSequence the last command of the newest one; 0: there is none
 * @param eventSequence its last event
 * @param completedMillis when it was completed, since 1970-01-01 UTC; 0: there is none
 * @param sizeBytes of its file
 * @param durationMillis it took; 0 for one of an earlier run
 * @param taken since the start
 * @param failures since the start
 * @param lastFailure why the last one that failed did, empty when none has since the start
 */
public record SnapshotFigures(
        long commandSequence,
        long eventSequence,
        long completedMillis,
        long sizeBytes,
        long durationMillis,
        long taken,
        long failures,
        String lastFailure) {
    public static final SnapshotFigures NONE = new SnapshotFigures(0, 0, 0, 0, 0, 0, 0, "");

    /** One was completed. */
    public SnapshotFigures withTaken(
            final long command, final long event, final long nowMillis, final long bytes, final long tookMillis) {
        return new SnapshotFigures(command, event, nowMillis, bytes, tookMillis, taken + 1, failures, lastFailure);
    }

    /** One failed, or what comes after it did. */
    public SnapshotFigures withFailure(final String reason) {
        return new SnapshotFigures(
                commandSequence,
                eventSequence,
                completedMillis,
                sizeBytes,
                durationMillis,
                taken,
                failures + 1,
                reason);
    }
}
