package io.hft.bench.pipeline;

import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandEncoder;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.storage.SegmentFiles;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;

/** A fresh shard with one instrument, journaling below a directory. */
final class PipelineUnderTest implements AutoCloseable {
    static final int INSTRUMENT_ID = 1;

    private static final Instrument INSTRUMENT =
            new Instrument(INSTRUMENT_ID, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000_000L, 33_500, 0);

    private final ShardPipeline pipeline;

    PipelineUnderTest(Path directory, Durability durability, WaitStrategy waitStrategy) {
        final EngineConfig defaults = ConfigLoader.defaults();
        final EngineConfig config = defaults.withDataDirectory(directory)
                .withThreads(new EngineConfig.Threads(
                        waitStrategy,
                        defaults.threads().commandRingSize(),
                        defaults.threads().eventRingSize()))
                .withJournal(new EngineConfig.Journal(
                        durability,
                        defaults.journal().asyncIntervalMillis(),
                        defaults.journal().segmentSizeBytes()));
        final RecoveredShard shard = new Recovery(config, SegmentFiles.DISK).recover(0);
        pipeline = new ShardPipeline(
                0,
                config,
                shard.engine(),
                shard.journal(),
                shard.eventLog(),
                shard.lastTimestampNanos(),
                SystemEpochNanoClock.INSTANCE::nanoTime,
                reason -> System.err.println("the pipeline failed: " + reason));
        pipeline.start();
        defineInstrument();
    }

    Admission offer(CommandEncoder encoder, CommandReply reply) {
        return pipeline.offer(encoder, reply);
    }

    @Override
    public void close() {
        pipeline.close();
        if (pipeline.failure() != null) {
            throw new IllegalStateException(pipeline.failure());
        }
    }

    private void defineInstrument() {
        final CompletableFuture<Void> defined = new CompletableFuture<>();
        final Admission admission = pipeline.offer(
                (buffer, offset) -> UpsertInstrumentCommand.encode(buffer, offset, 0, 0, INSTRUMENT),
                new CommandReply() {
                    @Override
                    public void onEvent(DirectBuffer buffer, int offset) {
                        // Whether it came through is seen by the orders.
                    }

                    @Override
                    public void onComplete(long lastSequence) {
                        defined.complete(null);
                    }

                    @Override
                    public void onFailure(String reason) {
                        defined.completeExceptionally(new IllegalStateException(reason));
                    }
                });
        if (admission != Admission.ACCEPTED) {
            throw new IllegalStateException("the pipeline takes nothing: " + admission);
        }
        defined.join();
    }
}
