package io.hft.bench.durability;

import io.hft.bench.flow.FlowShape;
import io.hft.bench.pipeline.FlowCommands;
import io.hft.bench.pipeline.PendingOrders;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.snapshotting.TakenSnapshot;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How long a start takes with a long journal. All times in seconds, from a file cache that is warm.
 *
 * @param commands in the journal
 * @param readSeconds to read the journal and check every byte, and nothing else: what no recovery from it can beat
 * @param replaySeconds a start after a crash: all commands replayed, every event laid against the event log
 * @param snapshotSeconds to take a snapshot of that, all commands replayed for it
 * @param tailCommands behind the snapshot
 * @param afterSnapshotSeconds a start after a crash with the snapshot and that tail
 * @param stateHash of all starts; they must agree
 */
public record RecoveryRun(
        long commands,
        double readSeconds,
        double replaySeconds,
        double snapshotSeconds,
        long snapshotBytes,
        long tailCommands,
        double afterSnapshotSeconds,
        String stateHash) {

    private static final int FLOW_MESSAGES = 1_000_000;
    private static final long SEED = 1;

    static RecoveryRun measure(Path directory, long commands, long tailCommands) throws IOException {
        final EngineConfig config = ShardUnderTest.config(directory);
        final FlowCommands flow = new FlowCommands(FlowShape.NORMAL.generate(SEED, FLOW_MESSAGES));
        final long hash = trade(config, flow, commands);

        final long readBegin = System.nanoTime();
        new JournalReader(Recovery.journalDirectory(config, 0), 0)
                .read((sequence, nanos, buffer, offset, length) -> {});
        final double readSeconds = since(readBegin);

        final long replayBegin = System.nanoTime();
        final RecoveredShard replayed = ShardUnderTest.recover(config);
        final double replaySeconds = since(replayBegin);
        final long recovered = replayed.commands();
        requireSame(hash, replayed);

        final TakenSnapshot snapshot;
        final double snapshotSeconds;
        try (ShardUnderTest shard = new ShardUnderTest(config, replayed)) {
            final long begin = System.nanoTime();
            snapshot = shard.snapshots.take(0).join();
            snapshotSeconds = since(begin);
        }
        final long tailHash = trade(config, flow, tailCommands);
        final long tailBegin = System.nanoTime();
        final RecoveredShard restored = ShardUnderTest.recover(config);
        final double afterSnapshotSeconds = since(tailBegin);
        requireSame(tailHash, restored);
        close(restored);
        return new RecoveryRun(
                recovered,
                readSeconds,
                replaySeconds,
                snapshotSeconds,
                snapshot.sizeBytes(),
                restored.commands() - snapshot.info().commandSequence(),
                afterSnapshotSeconds,
                Long.toHexString(tailHash));
    }

    /** Returns the state hash at the end. */
    private static long trade(EngineConfig config, FlowCommands flow, long commands) {
        final RecoveredShard recovered = ShardUnderTest.recover(config);
        try (ShardUnderTest shard = new ShardUnderTest(config, recovered)) {
            final PendingOrders pending = new PendingOrders();
            for (long i = 0; i < commands; i++) {
                flow.next();
                shard.offer(flow, pending.take(System.nanoTime()));
            }
            pending.awaitAll();
        }
        return recovered.engine().stateHash();
    }

    private static void requireSame(long hash, RecoveredShard recovered) {
        if (recovered.engine().stateHash() != hash) {
            throw new IllegalStateException("the recovered state is not the one before: " + hash + ", "
                    + recovered.engine().stateHash());
        }
    }

    private static void close(RecoveredShard recovered) throws IOException {
        recovered.journal().close();
        recovered.eventLog().close();
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
