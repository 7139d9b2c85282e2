package io.hft.engine.snapshotfile;

/**
 * What a snapshot's file says about itself.
 *
 * @param commandSequence of the last command that it covers
 * @param timestampNanos of that command, as it was stamped
 * @param eventSequence of the last event that its commands caused; 0 for none
 * @param stateHash over all events up to that one
 */
public record SnapshotInfo(
        int shard, long commandSequence, long timestampNanos, long eventSequence, long stateHash, long openOrders) {}
