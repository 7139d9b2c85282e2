package io.hft.bench.durability;

import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandEncoder;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.storage.SegmentFiles;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;

/** A shard as an engine runs it, with whoever takes its snapshots. */
final class ShardUnderTest implements AutoCloseable {
    private static final Instrument INSTRUMENT =
            new Instrument(1, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000_000L, 33_500, 0);

    final ShardPipeline pipeline;
    final SnapshotTaker snapshots;

    ShardUnderTest(EngineConfig config, RecoveredShard recovered) {
        pipeline = new ShardPipeline(
                0,
                config,
                recovered.engine(),
                recovered.journal(),
                recovered.eventLog(),
                recovered.lastTimestampNanos(),
                SystemEpochNanoClock.INSTANCE::nanoTime,
                reason -> System.err.println("the pipeline failed: " + reason));
        snapshots = new SnapshotTaker(
                config,
                SegmentFiles.DISK,
                System::currentTimeMillis,
                (shard, reason) -> System.err.println("damage was found: " + reason));
        snapshots.add(recovered, pipeline);
        pipeline.start();
        snapshots.start();
        await((buffer, offset) -> UpsertInstrumentCommand.encode(buffer, offset, 0, 0, INSTRUMENT));
    }

    /** Recovers what is in the directory. */
    static RecoveredShard recover(EngineConfig config) {
        return new Recovery(config, SegmentFiles.DISK).recover(0);
    }

    /** The packaged settings; snapshots only when they are asked for. */
    static EngineConfig config(Path directory) {
        final EngineConfig defaults = ConfigLoader.defaults();
        return defaults.withDataDirectory(directory)
                .withSnapshots(
                        new EngineConfig.Snapshots(0, 0, defaults.snapshots().keep()))
                .withMemory(new EngineConfig.Memory(
                        2_000_000,
                        defaults.memory().recentOrderIds(),
                        defaults.memory().maxSources()))
                .withJournal(new EngineConfig.Journal(
                        Durability.ASYNC,
                        defaults.journal().asyncIntervalMillis(),
                        defaults.journal().segmentSizeBytes()));
    }

    void offer(CommandEncoder command, CommandReply reply) {
        Admission admission = pipeline.offer(command, reply);
        while (admission == Admission.RING_FULL) {
            Thread.yield();
            admission = pipeline.offer(command, reply);
        }
        if (admission != Admission.ACCEPTED) {
            throw new IllegalStateException("the pipeline takes nothing: " + admission);
        }
    }

    private void await(CommandEncoder command) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        offer(command, new CommandReply() {
            @Override
            public void onEvent(DirectBuffer buffer, int offset) {
                // Whether it came through is seen by the orders.
            }

            @Override
            public void onComplete(long lastSequence) {
                done.complete(null);
            }

            @Override
            public void onFailure(String reason) {
                done.completeExceptionally(new IllegalStateException(reason));
            }
        });
        done.join();
    }

    @Override
    public void close() {
        snapshots.close();
        pipeline.close();
        if (pipeline.failure() != null) {
            throw new IllegalStateException(pipeline.failure());
        }
    }
}
