package io.hft.engine.recovery;

import io.hft.engine.eventlog.EventLog;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.snapshotfile.SnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * A shard as recovery leaves it; whoever takes it closes its logs.
 *
 * @param lastTimestampNanos of the last event, 0 for none
 * @param snapshot the newest whole one, or null
 * @param snapshotBytes of its file
 * @param snapshotMillis when it was written, since 1970-01-01 UTC
 */
public record RecoveredShard(
        int shard,
        MatchingEngine engine,
        JournalWriter journal,
        EventLog eventLog,
        long commands,
        long lastTimestampNanos,
        @Nullable SnapshotInfo snapshot,
        long snapshotBytes,
        long snapshotMillis) {}
