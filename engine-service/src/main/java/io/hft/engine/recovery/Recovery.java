package io.hft.engine.recovery;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.eventlog.EventLogReader;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotInfo;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds one shard from its snapshots and its journal. */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** Events gathered before they are written on. */
    private static final int PUBLISH_EVERY = 4_096;

    private final EngineConfig config;
    private final SegmentFiles files;

    public Recovery(final EngineConfig config, final SegmentFiles files) {
        this.config = config;
        this.files = files;
    }

    /** Where a shard keeps its journal. */
    public static Path journalDirectory(final EngineConfig config, final int shard) {
        return config.dataDirectory().resolve("shard-" + shard).resolve("journal");
    }

    /** Where a shard keeps its events. */
    public static Path eventDirectory(final EngineConfig config, final int shard) {
        return config.dataDirectory().resolve("shard-" + shard).resolve("events");
    }

    /** Where a shard keeps its snapshots. */
    public static SnapshotDirectory snapshots(final EngineConfig config, final int shard, final SegmentFiles files) {
        return new SnapshotDirectory(
                config.dataDirectory().resolve("shard-" + shard).resolve("snapshots"), shard, files);
    }

    /**
     * Brings the shard to where its journal ends: from its newest whole snapshot, or from the beginning where there is none.
     *
     * @throws StorageException naming the place when the data cannot be trusted; nothing is changed on disk then, except that a
     *     torn tail of the event log may be cut already, and what is left of an unfinished snapshot is gone
     */
    public RecoveredShard recover(final int shard) {
        final long startNanos = System.nanoTime();
        final Path directory = journalDirectory(config, shard);
        final JournalReader journalReader = new JournalReader(directory, shard);
        final SnapshotDirectory snapshots = snapshots(config, shard, files);
        final Bases bases = new Bases(config, shard, snapshots, journalReader);
        removeUnfinished(shard, snapshots);
        final Base newest = bases.newest(Long.MAX_VALUE);
        Base base = newest;
        EventLog eventLog = openEventLog(shard, base.eventSequence());
        try {
            if (eventLog.lastAppendedSequence() < base.eventSequence()) {
                eventLog.close();
                eventLog = openEventLog(shard, 0);
                base = rebuildEvents(shard, base, bases, journalReader, eventLog);
            }
            final MatchingEngine engine = base.core();
            final Replay replay = new Replay(eventLog);
            final Contents contents = journalReader.read(
                    base.commandSequence(),
                    (sequence, timestampNanos, buffer, offset, length) ->
                            engine.apply(buffer, offset, length, timestampNanos, replay));
            eventLog.publish();
            final Contents usable = behindSnapshot(shard, contents, base);
            reconcile(shard, contents, engine, eventLog);
            final JournalWriter journal = JournalWriter.open(
                    directory,
                    shard,
                    files,
                    usable,
                    config.journal().segmentSizeBytes(),
                    config.journal().durability() != Durability.NONE,
                    config.journal().durability() == Durability.SYNC);
            final long commands = usable.nextSequence() - 1;
            LOG.info(
                    "shard {} recovered: {} commands ({} of them from a snapshot), {} events, {} open orders in {} ms",
                    shard,
                    commands,
                    base.commandSequence(),
                    engine.lastEventSequence(),
                    engine.openOrderCount(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
            return new RecoveredShard(
                    shard,
                    engine,
                    journal,
                    eventLog,
                    commands,
                    lastEventNanos(replay, base, eventLog),
                    newest.snapshot(),
                    newest.sizeBytes(),
                    newest.writtenMillis());
        } catch (final IOException | UncheckedIOException e) {
            close(eventLog);
            throw new StorageException("shard " + shard + " cannot be recovered: " + e, e);
        } catch (final RuntimeException | Error e) {
            close(eventLog);
            throw e;
        }
    }

    private static void removeUnfinished(final int shard, final SnapshotDirectory snapshots) {
        try {
            if (snapshots.removeUnfinished() > 0) {
                LOG.info("shard {}: an unfinished snapshot was removed", shard);
            }
        } catch (final IOException e) {
            throw new StorageException("the snapshots in " + snapshots.directory() + " cannot be tidied up: " + e, e);
        }
    }

    private EventLog openEventLog(final int shard, final long forced) {
        return EventLog.open(
                eventDirectory(config, shard), shard, files, config.eventLog().segmentSizeBytes(), forced);
    }

    /**
     * The event log ends before the snapshot: no crash does that, since it is forced before a snapshot is complete; it was lost or damaged. As much of
     * it as older snapshots and the journal allow is made again.
     */
    private static Base rebuildEvents(
            final int shard, final Base newest, final Bases bases, final JournalReader journal, final EventLog eventLog)
            throws IOException {
        final long last = eventLog.lastAppendedSequence();
        LOG.warn(
                "shard {}: the event log ends with event {}, before the {} events of the newest snapshot: it was lost or damaged, and"
                        + " is made again as far back as the journal reaches",
                shard,
                last,
                newest.eventSequence());
        final long journalEnd = journal.read(newest.commandSequence(), (sequence, nanos, buffer, offset, length) -> {})
                        .nextSequence()
                - 1;
        Base base = newest;
        try {
            // From an older base only if the journal leads on to the newest one.
            while (base.eventSequence() > last && journalEnd >= newest.commandSequence()) {
                base = bases.newest(base.commandSequence() - 1);
            }
        } catch (final StorageException e) {
            LOG.warn("shard {}: {}", shard, e.getMessage());
        }
        if (base.eventSequence() > last) {
            LOG.warn(
                    "shard {}: events {} to {} are lost; the event log begins with {}",
                    shard,
                    last + 1,
                    base.eventSequence(),
                    base.eventSequence() + 1);
            eventLog.restart(base.eventSequence() + 1);
        }
        return base;
    }

    /**
     * A journal that ends before the snapshot has lost records that the snapshot has: they were not forced, or their bytes were damaged so that they
     * looked torn. Nothing of them is lost, and the journal goes on behind the snapshot.
     */
    private static Contents behindSnapshot(final int shard, final Contents contents, final Base base) {
        final long next = base.commandSequence() + 1;
        if (contents.nextSequence() >= next) {
            return contents;
        }
        LOG.error(
                "journal of shard {}: it ends with command {}, though a snapshot has {}; it goes on behind the snapshot. Commands"
                        + " behind {}, if there were any, are lost",
                shard,
                contents.nextSequence() - 1,
                base.commandSequence(),
                base.commandSequence());
        return new Contents(List.of(), next, next, contents.tornTail());
    }

    /** The time of the last event, for the books to show; of one that is not retained that of its command. */
    private static long lastEventNanos(final Replay replay, final Base base, final EventLog eventLog) {
        final SnapshotInfo snapshot = base.snapshot();
        if (replay.lastTimestampNanos != 0 || snapshot == null) {
            return replay.lastTimestampNanos;
        }
        final long[] nanos = {snapshot.timestampNanos()};
        if (snapshot.eventSequence() >= eventLog.firstSequence()) {
            try (EventLogReader reader = eventLog.reader()) {
                reader.read(
                        snapshot.eventSequence(),
                        1,
                        (sequence, buffer, offset, length) -> nanos[0] = Event.timestampNanos(buffer, offset));
            }
        }
        return nanos[0];
    }

    private static void reconcile(
            final int shard, final Contents contents, final MatchingEngine engine, final EventLog eventLog)
            throws IOException {
        if (contents.tornTail() != null) {
            LOG.warn("journal of shard {}: an unfinished record is cut: {}", shard, contents.tornTail());
        }
        if (eventLog.tornTail() != null) {
            LOG.info("event log of shard {}: an unfinished record was cut: {}", shard, eventLog.tornTail());
        }
        final long last = engine.lastEventSequence();
        if (eventLog.lastAppendedSequence() > last) {
            // Only when the journal lost its end after events had left: a crash of the machine without durability sync,
            // or damage.
            LOG.error(
                    "shard {}: events {} to {} had been published but their commands are not in the journal any more;"
                            + " they are taken back, and readers that have seen them must start again from {}",
                    shard,
                    last + 1,
                    eventLog.lastAppendedSequence(),
                    last);
            eventLog.cutBehind(last);
        }
    }

    private static void close(final EventLog eventLog) {
        try {
            eventLog.close();
        } catch (final IOException e) {
            LOG.warn("the event log did not close cleanly: {}", e.toString());
        }
    }

    /** Lays the events of the replay against the event log. */
    private static final class Replay implements EventSink {
        private final EventLog eventLog;
        private long lastTimestampNanos;
        private int gathered;

        Replay(final EventLog eventLog) {
            this.eventLog = eventLog;
        }

        @Override
        public void onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
            try {
                eventLog.append(sequence, buffer, offset, length);
                lastTimestampNanos = Event.timestampNanos(buffer, offset);
                if (++gathered == PUBLISH_EVERY) {
                    gathered = 0;
                    eventLog.publish();
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
