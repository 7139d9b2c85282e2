package io.hft.it.chaos;

import io.hft.engine.journal.JournalReader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.Base;
import io.hft.engine.recovery.Bases;
import io.hft.engine.snapshotfile.SnapshotDirectory;
import io.hft.engine.snapshotfile.SnapshotReader;
import io.hft.engine.storage.SegmentFiles;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * A JVM of its own that puts a journal through the core, from its beginning or from the newest snapshot on, and prints the last event's
 * sequence and the state hash: {@code 4711 9e3779b97f4a7c15}. Arguments: the journal's directory, the shard, and, to begin with a snapshot,
 * the snapshots' directory.
 */
final class JournalReplay {
    private static final int CAPACITY = 1_000_000;

    private JournalReplay() {}

    public static void main(String[] arguments) {
        int shard = Integer.parseInt(arguments[1]);
        // The capacities count only until the journal sets others.
        Base base = arguments.length > 2
                ? newest(Path.of(arguments[2]), shard)
                : new Base(new MatchingEngine(CAPACITY, CAPACITY), null, 0, 0);
        MatchingEngine engine = base.core();
        new JournalReader(Path.of(arguments[0]), shard)
                .read(
                        base.commandSequence(),
                        (long sequence, long timestampNanos, DirectBuffer buffer, int offset, int length) ->
                                engine.apply(buffer, offset, length, timestampNanos, (number, event, at, size) -> {}));
        System.out.println(engine.lastEventSequence() + " " + Long.toHexString(engine.stateHash()));
    }

    private static Base newest(Path snapshots, int shard) {
        SnapshotDirectory directory = new SnapshotDirectory(snapshots, shard, SegmentFiles.DISK);
        try (SnapshotReader reader = directory.open(directory.list().getFirst())) {
            return Bases.load(reader);
        }
    }
}
