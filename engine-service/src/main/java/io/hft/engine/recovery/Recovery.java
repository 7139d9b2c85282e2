package io.hft.engine.recovery;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.eventlog.EventLog;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.journal.JournalWriter;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.SegmentFiles;
import io.hft.engine.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds one shard from its journal. */
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

    /**
     * Replays the shard's journal from its beginning.
     *
     * @throws StorageException naming the place when the data cannot be trusted; nothing is changed on disk then, except that a
     *     torn tail of the event log may be cut already
     */
    public RecoveredShard recover(final int shard) {
        final long startNanos = System.nanoTime();
        final Path directory = journalDirectory(config, shard);
        final EventLog eventLog = EventLog.open(
                eventDirectory(config, shard), shard, files, config.eventLog().segmentSizeBytes());
        try {
            final MatchingEngine engine = new MatchingEngine(
                    config.memory().maxOpenOrders(), config.memory().recentOrderIds(), new SecureRandom().nextLong());
            final Replay replay = new Replay(eventLog);
            final Contents contents = new JournalReader(directory, shard)
                    .read((sequence, timestampNanos, buffer, offset, length) ->
                            engine.apply(buffer, offset, length, timestampNanos, replay));
            if (contents.firstSequence() != 1) {
                throw new StorageException(directory + ": begins with sequence " + contents.firstSequence()
                        + "; the segments before it are missing");
            }
            eventLog.publish();
            reconcile(shard, contents, engine, eventLog);
            final JournalWriter journal = JournalWriter.open(
                    directory,
                    shard,
                    files,
                    contents,
                    config.journal().segmentSizeBytes(),
                    config.journal().durability() != Durability.NONE);
            final long commands = contents.nextSequence() - 1;
            LOG.info(
                    "shard {} recovered: {} commands, {} events, {} open orders in {} ms",
                    shard,
                    commands,
                    engine.lastEventSequence(),
                    engine.openOrderCount(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
            return new RecoveredShard(shard, engine, journal, eventLog, commands, replay.lastTimestampNanos);
        } catch (final IOException | UncheckedIOException e) {
            close(eventLog);
            throw new StorageException("shard " + shard + " cannot be recovered: " + e, e);
        } catch (final RuntimeException | Error e) {
            close(eventLog);
            throw e;
        }
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
