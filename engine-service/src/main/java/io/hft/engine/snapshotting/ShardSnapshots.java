package io.hft.engine.snapshotting;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.fault.FaultPoint;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.Base;
import io.hft.engine.recovery.Bases;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotInfo;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.snapshotfile.SnapshotRoom;
import io.hft.engine.snapshotfile.SnapshotWriter;
import io.hft.engine.snapshotting.SnapshotException.Kind;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a snapshot of one shard is made, step by step; a crash between any two of them leaves nothing that a start does not put right by itself. */
final class ShardSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSnapshots.class);

    private final int shard;
    private final SegmentFiles files;
    private final EventLog eventLog;
    private final Runnable stopCheck;
    private final JournalReader journal;
    private final SnapshotDirectory snapshots;
    private final SnapshotRoom room;
    private final Bases bases;
    private final Pruning pruning;
    /** Why nobody knows what is on the device, or null. */
    private @Nullable String unforced;

    /** @param stopCheck throws when the work is to end */
    ShardSnapshots(
            final int shard,
            final EngineConfig config,
            final SegmentFiles files,
            final EventLog eventLog,
            final Runnable stopCheck) {
        this.shard = shard;
        this.files = files;
        this.eventLog = eventLog;
        this.stopCheck = stopCheck;
        journal = new JournalReader(Recovery.journalDirectory(config, shard), shard);
        snapshots = Recovery.snapshots(config, shard, files);
        room = new SnapshotRoom(
                files,
                config.dataDirectory(),
                (long) config.journal().segmentSizeBytes() + config.eventLog().segmentSizeBytes());
        bases = new Bases(config, shard, snapshots, journal);
        pruning = new Pruning(
                shard,
                snapshots,
                journal,
                eventLog,
                files,
                config.snapshots().keep(),
                config.eventLog().retainEvents());
    }

    /**
     * Makes a snapshot, or finds that there is one already.
     *
     * @param commandSequence the last command that it is to cover; the journal covers it
     * @throws SnapshotException when it cannot be made; nothing of it is left then
     */
    TakenSnapshot take(final long commandSequence) {
        final long startNanos = System.nanoTime();
        try {
            requireForced();
            snapshots.removeUnfinished();
            room.require();
            final Written written = write(commandSequence);
            final SnapshotInfo info = written.info();
            if (written.existing()) {
                return new TakenSnapshot(info, written.sizeBytes(), 0);
            }
            final long size = check(info);
            LOG.debug("shard {}: read back", shard);
            force("the event log", () -> eventLog.forceUpTo(info.eventSequence()));
            FaultPoint.SNAPSHOT_FORCED.reached();
            snapshots.publish(info);
            force("the snapshot's name", snapshots::forceNames);
            FaultPoint.SNAPSHOT_RENAMED.reached();
            pruning.knowWhole(commandSequence);
            final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
            LOG.info(
                    "shard {}: snapshot of the state after command {} (event {}, {} open orders, {} bytes) in {} ms",
                    shard,
                    commandSequence,
                    info.eventSequence(),
                    info.openOrders(),
                    size,
                    millis);
            return new TakenSnapshot(info, size, millis);
        } catch (final SnapshotException e) {
            throw e;
        } catch (final StorageException e) {
            // A record that is there and wrong; one that could not be read for now has the system's word for it as its
            // cause.
            throw new SnapshotException(e.getCause() == null ? Kind.CORRUPT : Kind.FAILED, e.getMessage(), e);
        } catch (final UncheckedIOException e) {
            throw new SnapshotException(Kind.FAILED, String.valueOf(e.getCause()), e);
        } catch (final IOException | RuntimeException | OutOfMemoryError e) {
            throw new SnapshotException(Kind.FAILED, e.toString(), e);
        } finally {
            tidyUp();
        }
    }

    /** Gives up what lies behind the snapshots. */
    void prune() throws IOException {
        pruning.run();
    }

    /**
     * A snapshot's file.
     *
     * @param existing it was there before, under its name
     */
    private record Written(SnapshotInfo info, long sizeBytes, boolean existing) {}

    @FunctionalInterface
    private interface Force {
        void run() throws IOException;
    }

    /**
     * A force that has failed is not tried again: the system forgets the bytes that it could not write, and says nothing the second time. So there
     * are no snapshots any more, and nothing is pruned, until the engine was started again.
     */
    private void force(final String what, final Force force) {
        try {
            force.run();
        } catch (final IOException e) {
            unforced = "a force of " + what
                    + " failed, so that nobody knows what is on the device; restart the engine: " + e;
            throw new SnapshotException(Kind.CORRUPT, unforced, e);
        }
    }

    private void requireForced() {
        final String reason = unforced;
        if (reason != null) {
            throw new SnapshotException(Kind.CORRUPT, reason, null);
        }
    }

    /** The second core ends with this method: its memory is free for the check. */
    private Written write(final long commandSequence) throws IOException {
        final Base base = bases.newest(commandSequence);
        final SnapshotInfo existing = base.snapshot();
        if (existing != null) {
            pruning.knowWhole(existing.commandSequence());
            if (existing.commandSequence() == commandSequence) {
                return new Written(existing, base.sizeBytes(), true);
            }
        }
        return new Written(write(base, commandSequence), 0, false);
    }

    private SnapshotInfo write(final Base base, final long commandSequence) throws IOException {
        final MatchingEngine core = base.core();
        final long[] timestampNanos = new long[1];
        final long compared;
        try (EventComparison comparison = new EventComparison(eventLog, stopCheck)) {
            journal.readRange(
                    base.commandSequence() + 1, commandSequence, (sequence, nanos, buffer, offset, length) -> {
                        stopCheck.run();
                        core.apply(buffer, offset, length, nanos, comparison);
                        timestampNanos[0] = nanos;
                    });
            compared = comparison.compared();
        }
        LOG.debug("shard {}: replayed up to command {}, {} events compared", shard, commandSequence, compared);
        final SnapshotInfo info = new SnapshotInfo(
                shard,
                commandSequence,
                timestampNanos[0],
                core.lastEventSequence(),
                core.stateHash(),
                core.openOrderCount());
        force("the journal", () -> forceJournal(base.commandSequence() + 1, commandSequence));
        try (SnapshotWriter writer = snapshots.begin(info, room)) {
            FaultPoint.SNAPSHOT_BEGUN.reached();
            core.writeTo((buffer, offset, length) -> {
                stopCheck.run();
                writer.onChunk(buffer, offset, length);
            });
            writer.finish();
            FaultPoint.SNAPSHOT_WRITTEN.reached();
            writer.force();
        }
        LOG.debug("shard {}: written", shard);
        return info;
    }

    /** With any durability: a snapshot must not know more than the journal does after a loss of power. */
    private void forceJournal(final long from, final long to) throws IOException {
        final List<Segment> segments = journal.segments();
        for (int i = 0; i < segments.size(); i++) {
            final boolean endsBefore =
                    i + 1 < segments.size() && segments.get(i + 1).firstSequence() <= from;
            if (!endsBefore && segments.get(i).firstSequence() <= to) {
                files.forceFile(segments.get(i).path());
            }
        }
    }

    /** Reads the file as a recovery would. Returns its size. */
    private long check(final SnapshotInfo info) {
        try (SnapshotReader reader = snapshots.openUnfinished(info)) {
            if (!reader.info().equals(info)) {
                throw new SnapshotException(Kind.FAILED, "the snapshot's header was not written as it is", null);
            }
            return Bases.load(reader).sizeBytes();
        } catch (final StorageException | SnapshotFormatException e) {
            throw new SnapshotException(
                    Kind.FAILED, "the snapshot cannot be read back as it was written: " + e.getMessage(), e);
        }
    }

    private void tidyUp() {
        try {
            snapshots.removeUnfinished();
        } catch (final IOException | StorageException e) {
            LOG.warn("shard {}: an unfinished snapshot is left for the next start to remove: {}", shard, e.toString());
        }
    }
}
