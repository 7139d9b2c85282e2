package io.hft.engine.tool;

import io.hft.engine.config.ConfigLoader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.Base;
import io.hft.engine.recovery.Bases;
import io.hft.engine.snapshot.SnapshotFormatException;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.snapshotfile.SnapshotInfo;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.storage.SegmentDirectory.Contents;
import io.hft.engine.storage.StorageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks every byte of journal, event log and snapshots, and replays the journal against both.")
final class Verify implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "a shard's directory, or an engine's with all its shards")
    private Path directory;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (final ShardPlace shard : ShardPlace.all(directory, spec)) {
            final Findings findings = Tries.look(() -> check(shard), found -> found.problems.isEmpty());
            out.println("shard " + shard.shard() + ": " + shard.directory());
            findings.notes.forEach(note -> out.println("  " + note));
            findings.problems.forEach(problem -> out.println("  DAMAGED  " + problem));
            out.println(findings.problems.isEmpty() ? "  good" : "  NOT good");
            good &= findings.problems.isEmpty();
        }
        out.flush();
        return good ? EngineTool.GOOD : EngineTool.DAMAGED;
    }

    private static final class Findings {
        private final List<String> notes = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
    }

    private static Findings check(final ShardPlace shard) {
        final Findings findings = new Findings();
        // In this order: whatever the event log has when it is read, the journal has when that is read.
        final TreeMap<Long, SnapshotInfo> snapshots = new TreeMap<>();
        final List<Stored> whole = new ArrayList<>();
        checkSnapshots(shard, findings, snapshots, whole);
        Contents events = new Contents(List.of(), 1, 1, null);
        try {
            events = shard.events().readUpToHole(0, segment -> {}, (sequence, buffer, offset, length) -> {});
            findings.notes.add("events   " + range(events));
            if (events.tornTail() != null) {
                findings.notes.add(
                        "events   the end is cut at the next start, and written again: " + events.tornTail());
            }
        } catch (final StorageException e) {
            findings.problems.add(e.getMessage());
        }
        try (EventCursor cursor = new EventCursor(events)) {
            replay(shard, findings, snapshots, whole, events, cursor);
        } catch (final StorageException e) {
            findings.problems.add(e.getMessage());
        }
        return findings;
    }

    private static void checkSnapshots(
            final ShardPlace shard,
            final Findings findings,
            final TreeMap<Long, SnapshotInfo> snapshots,
            final List<Stored> whole) {
        for (final Stored stored : shard.snapshots().list()) {
            try (SnapshotReader reader = shard.snapshots().open(stored)) {
                Bases.load(reader);
                snapshots.put(stored.commandSequence(), reader.info());
                whole.add(stored);
                findings.notes.add("snapshot of command " + stored.commandSequence() + ": "
                        + reader.info().openOrders() + " open orders, state hash "
                        + Text.hash(reader.info().stateHash()));
            } catch (final StorageException e) {
                findings.problems.add(e.getMessage());
            } catch (final SnapshotFormatException e) {
                findings.problems.add(stored.path() + ": " + e.getMessage());
            }
        }
    }

    private static void replay(
            final ShardPlace shard,
            final Findings findings,
            final TreeMap<Long, SnapshotInfo> snapshots,
            final List<Stored> whole,
            final Contents events,
            final EventCursor cursor) {
        final var journal = shard.journal();
        final var segments = journal.segments();
        final long first = segments.isEmpty() ? 1 : segments.getFirst().firstSequence();
        final Base base = oldest(shard, whole, first);
        final MatchingEngine core = base.core();
        final Comparison comparison = new Comparison(events, cursor);
        final Contents contents = journal.read(base.commandSequence(), (sequence, nanos, buffer, offset, length) -> {
            core.apply(buffer, offset, length, nanos, comparison::compare);
            final SnapshotInfo info = snapshots.get(sequence);
            if (info != null
                    && (info.stateHash() != core.stateHash() || info.eventSequence() != core.lastEventSequence())) {
                findings.problems.add(
                        "the snapshot of command " + sequence + " has not the state that the journal gives");
            }
        });
        findings.notes.add("journal  " + range(contents) + ", replayed from "
                + (base.snapshot() == null ? "the beginning" : "the snapshot of command " + base.commandSequence())
                + ", state hash " + Text.hash(core.stateHash()));
        if (contents.tornTail() != null) {
            findings.notes.add("journal  the end is cut at the next start: " + contents.tornTail());
        }
        final long newest = snapshots.isEmpty() ? 0 : snapshots.lastKey();
        if (contents.nextSequence() <= newest) {
            findings.problems.add("the journal ends with command " + (contents.nextSequence() - 1)
                    + ", before the newest snapshot, of command " + newest);
        } else if (events.nextSequence() - 1 > core.lastEventSequence()) {
            findings.problems.add("events " + (core.lastEventSequence() + 1) + " to " + (events.nextSequence() - 1)
                    + " are in the event log, but their commands are not in the journal");
        }
        findings.notes.add("replay   " + comparison.compared + " events are those of the event log, "
                + (core.lastEventSequence() - Math.min(core.lastEventSequence(), events.nextSequence() - 1))
                + " more are not in it yet");
    }

    private static Base oldest(final ShardPlace shard, final List<Stored> newestFirst, final long journalFirst) {
        if (journalFirst == 1) {
            final var memory = ConfigLoader.defaults().memory();
            return new Base(
                    new MatchingEngine(memory.maxOpenOrders(), memory.recentOrderIds(), new SecureRandom().nextLong()),
                    null,
                    0,
                    0);
        }
        for (final Stored stored : newestFirst.reversed()) {
            if (stored.commandSequence() + 1 >= journalFirst) {
                try (SnapshotReader reader = shard.snapshots().open(stored)) {
                    return Bases.load(reader);
                }
            }
        }
        throw new StorageException("the journal begins with command " + journalFirst
                + ", and no whole snapshot has the commands before it");
    }

    private static String range(final Contents contents) {
        return contents.nextSequence() == contents.firstSequence()
                ? "empty, from " + contents.firstSequence()
                : contents.firstSequence() + " to " + (contents.nextSequence() - 1) + " in "
                        + contents.segments().size() + " files";
    }

    /** Lays what the replay says against the event log. */
    private static final class Comparison {
        private final Contents events;
        private final EventCursor cursor;
        private long compared;

        Comparison(final Contents events, final EventCursor cursor) {
            this.events = events;
            this.cursor = cursor;
        }

        void compare(final long sequence, final DirectBuffer event, final int offset, final int length) {
            if (sequence < events.firstSequence() || sequence >= events.nextSequence()) {
                return;
            }
            final boolean[] same = new boolean[1];
            cursor.read(
                    sequence,
                    (found, buffer, at, foundLength) -> same[0] = foundLength == length
                            && new UnsafeBuffer(buffer, at, length).equals(new UnsafeBuffer(event, offset, length)));
            if (!same[0]) {
                throw new StorageException(
                        cursor.place() + ": event " + sequence + " differs from what the journal gives");
            }
            compared++;
        }
    }
}
