package io.hft.engine.snapshotting;

import io.hft.engine.snapshotfile.SnapshotInfo;

/** A snapshot that is whole and has its name. */
public record TakenSnapshot(SnapshotInfo info, long sizeBytes, long durationMillis) {}
