package io.hft.engine.recovery;

import io.hft.engine.eventlog.EventLog;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.matching.MatchingEngine;

/**
 * A shard as recovery leaves it; whoever takes it closes its logs.
 *
 * @param lastTimestampNanos of the last event, 0 for none
 */
public record RecoveredShard(
        int shard,
        MatchingEngine engine,
        JournalWriter journal,
        EventLog eventLog,
        long commands,
        long lastTimestampNanos) {}
