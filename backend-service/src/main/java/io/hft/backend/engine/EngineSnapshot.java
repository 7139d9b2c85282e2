package io.hft.backend.engine;

import java.time.Duration;

/**
 * A snapshot that the engine has on disk.
 *
 * @param commandSequence the last command that it covers
 * @param eventSequence the last event that those commands caused
 * @param stateHash of the shard after that event
 * @param duration zero when it was there already
 */
public record EngineSnapshot(
        int shard,
        long commandSequence,
        long eventSequence,
        long stateHash,
        long openOrders,
        long sizeBytes,
        Duration duration) {}
