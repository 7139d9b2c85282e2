package io.hft.engine.snapshotting;

import io.hft.engine.eventlog.EventLog;
import io.hft.engine.fault.FaultPoint;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up what no recovery needs any more, behind snapshots that are known to be whole: older snapshots, then journal segments, then events. As
 * long as there are fewer whole snapshots than are to be kept, journal and events stay: one that turns out to be damaged later can be done without.
 */
final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

    private final int shard;
    private final SnapshotDirectory snapshots;
    private final JournalReader journal;
    private final EventLog eventLog;
    private final SegmentFiles files;
    private final int keep;
    private final long retainEvents;
    /** Snapshots that were found whole, by their commands. */
    private final Set<Long> whole = new HashSet<>();

    /** @param retainEvents so many last events stay at least; 0: all */
    Pruning(
            final int shard,
            final SnapshotDirectory snapshots,
            final JournalReader journal,
            final EventLog eventLog,
            final SegmentFiles files,
            final int keep,
            final long retainEvents) {
        this.shard = shard;
        this.snapshots = snapshots;
        this.journal = journal;
        this.eventLog = eventLog;
        this.files = files;
        this.keep = keep;
        this.retainEvents = retainEvents;
    }

    /** A snapshot was read from its beginning to its end. */
    void knowWhole(final long commandSequence) {
        whole.add(commandSequence);
    }

    void run() throws IOException {
        final List<Stored> kept = new ArrayList<>();
        for (final Stored stored : snapshots.list()) {
            if (kept.size() == keep) {
                snapshots.delete(stored);
                whole.remove(stored.commandSequence());
            } else if (isWhole(stored)) {
                kept.add(stored);
            }
        }
        if (kept.size() < keep) {
            return;
        }
        final Stored oldest = kept.getLast();
        final long eventSequence;
        try (SnapshotReader reader = snapshots.open(oldest)) {
            eventSequence = reader.info().eventSequence();
        }
        pruneJournal(oldest.commandSequence());
        FaultPoint.JOURNAL_PRUNED.reached();
        if (retainEvents > 0) {
            final long first = eventLog.firstSequence();
            eventLog.prune(Math.max(1, Math.min(eventLog.lastSequence() - retainEvents + 1, eventSequence + 1)));
            if (eventLog.firstSequence() != first) {
                LOG.info("shard {}: the event log now begins with event {}", shard, eventLog.firstSequence());
            }
        }
    }

    private boolean isWhole(final Stored stored) {
        if (whole.contains(stored.commandSequence())) {
            return true;
        }
        try (SnapshotReader reader = snapshots.open(stored)) {
            reader.requireWhole();
        } catch (final StorageException e) {
            LOG.error("shard {}: a snapshot is damaged and does not count: {}", shard, e.getMessage());
            return false;
        }
        whole.add(stored.commandSequence());
        return true;
    }

    /** The segment with the snapshot's last command stays, so that a journal is never empty where there is a snapshot. */
    private void pruneJournal(final long commandSequence) throws IOException {
        final List<Segment> segments = journal.segments();
        int next = 1;
        while (next < segments.size() && segments.get(next).firstSequence() <= commandSequence) {
            files.delete(segments.get(next - 1).path());
            // One by one, so that a loss of power never takes a later one before an earlier one.
            files.forceDirectory(segments.get(next).path().getParent());
            next++;
        }
        if (next > 1) {
            LOG.info(
                    "shard {}: the journal now begins with command {}",
                    shard,
                    segments.get(next - 1).firstSequence());
        }
    }
}
