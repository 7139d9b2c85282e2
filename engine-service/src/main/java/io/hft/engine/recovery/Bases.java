package io.hft.engine.recovery;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.snapshotfile.SnapshotInfo;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.storage.SegmentDirectory.Segment;
import io.hft.engine.storage.StorageException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From where a shard's journal can be replayed: its snapshots, and the beginning. A snapshot that is not whole is named in the log and left out. */
public final class Bases {
    private static final Logger LOG = LoggerFactory.getLogger(Bases.class);

    private final EngineConfig config;
    private final int shard;
    private final SnapshotDirectory snapshots;
    private final JournalReader journal;

    public Bases(
            final EngineConfig config,
            final int shard,
            final SnapshotDirectory snapshots,
            final JournalReader journal) {
        this.config = config;
        this.shard = shard;
        this.snapshots = snapshots;
        this.journal = journal;
    }

    /**
     * The newest base whose commands, or those behind them, the journal still has.
     *
     * @param atMost no snapshot of a later command is wanted
     * @throws StorageException when there is none, with the reason for an operator
     */
    public Base newest(final long atMost) {
        final List<Segment> segments = journal.segments();
        final long journalFirst = segments.isEmpty() ? 1 : segments.getFirst().firstSequence();
        final List<String> damaged = new ArrayList<>();
        for (final Stored stored : snapshots.list()) {
            final Base base = stored.commandSequence() > atMost ? null : load(stored, damaged);
            if (base != null) {
                if (journalFirst > base.commandSequence() + 1) {
                    throw new StorageException("the journal of shard " + shard + " begins with command " + journalFirst
                            + " (" + segments.getFirst().path() + "), but the newest whole snapshot, " + stored.path()
                            + ", ends with command " + base.commandSequence()
                            + ": the commands between them are missing"
                            + withDamaged(damaged));
                }
                return base;
            }
        }
        if (journalFirst != 1) {
            throw new StorageException("the journal of shard " + shard + " begins with command " + journalFirst + " ("
                    + segments.getFirst().path() + "), and no whole snapshot in " + snapshots.directory()
                    + " has the commands before it" + withDamaged(damaged));
        }
        if (segments.isEmpty() && !damaged.isEmpty()) {
            throw new StorageException(
                    "the journal of shard " + shard + " is not there, and no snapshot is whole" + withDamaged(damaged));
        }
        return new Base(
                new MatchingEngine(
                        config.memory().maxOpenOrders(), config.memory().recentOrderIds(), hashSeed()),
                null,
                0,
                0);
    }

    private @Nullable Base load(final Stored stored, final List<String> damaged) {
        try (SnapshotReader reader = snapshots.open(stored)) {
            return load(reader);
        } catch (final StorageException | SnapshotFormatException e) {
            final String text =
                    e instanceof SnapshotFormatException ? stored.path() + ": " + e.getMessage() : e.getMessage();
            LOG.error("shard {}: a snapshot is damaged and is not used: {}", shard, text);
            damaged.add(text);
            return null;
        }
    }

    /**
     * Reads a whole snapshot into a core.
     *
     * @throws StorageException naming the place when the file is not whole, or the core does not have what its header says
     * @throws SnapshotFormatException when a chunk makes no sense
     */
    public static Base load(final SnapshotReader reader) {
        final SnapshotInfo info = reader.info();
        final MatchingEngine core = MatchingEngine.readFrom(reader, hashSeed());
        reader.requireWhole();
        if (core.lastEventSequence() != info.eventSequence()
                || core.stateHash() != info.stateHash()
                || core.openOrderCount() != info.openOrders()) {
            throw new StorageException(
                    "the state of the snapshot of command " + info.commandSequence() + " is not that of its header");
        }
        return new Base(core, info, reader.size(), reader.writtenMillis());
    }

    private static String withDamaged(final List<String> damaged) {
        return damaged.isEmpty() ? "" : "; damaged: " + String.join("; ", damaged);
    }

    private static long hashSeed() {
        return new SecureRandom().nextLong();
    }
}
