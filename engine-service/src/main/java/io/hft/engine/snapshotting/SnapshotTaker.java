package io.hft.engine.snapshotting;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.recovery.RecoveredShard;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.snapshotfile.SnapshotInfo;
import io.hft.engine.snapshotting.SnapshotException.Kind;
import io.hft.engine.stats.SnapshotFigures;
import io.hft.engine.storage.SegmentFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the snapshots of all shards, one at a time, when somebody asks and by schedule. Any thread may call its methods. */
public final class SnapshotTaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);
    private static final long POLL_MILLIS = 100;
    private static final int END = -1;

    private final EngineConfig config;
    private final EngineConfig.Snapshots schedule;
    private final SegmentFiles files;
    private final LongSupplier clockMillis;
    private final BiConsumer<Integer, String> onCorruption;
    private final List<Shard> shards = new ArrayList<>();
    private final LinkedBlockingQueue<Integer> requests = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param clockMillis since 1970-01-01 UTC, for the age of snapshots only
     * @param onCorruption called with the shard and what is wrong when the data on disk contradict what the engine has said; must not block
     */
    public SnapshotTaker(
            final EngineConfig config,
            final SegmentFiles files,
            final LongSupplier clockMillis,
            final BiConsumer<Integer, String> onCorruption) {
        this.config = config;
        this.schedule = config.snapshots();
        this.files = files;
        this.clockMillis = clockMillis;
        this.onCorruption = onCorruption;
        thread = Thread.ofPlatform().name("snapshots").daemon(true).unstarted(this::run);
    }

    /** Before {@link #start}, in the order of the shards. */
    public void add(final RecoveredShard recovered, final ShardPipeline pipeline) {
        final SnapshotInfo snapshot = recovered.snapshot();
        shards.add(new Shard(
                pipeline,
                snapshot == null
                        ? SnapshotFigures.NONE
                        : new SnapshotFigures(
                                snapshot.commandSequence(),
                                snapshot.eventSequence(),
                                recovered.snapshotMillis(),
                                recovered.snapshotBytes(),
                                0,
                                0,
                                0,
                                "")));
    }

    public void start() {
        thread.start();
    }

    /**
     * A snapshot of the commands that the journal covers now, or somewhat later; whoever asks while one of that shard is wanted or under way gets that
     * one. Ends with a {@link SnapshotException} when there is none to be had.
     */
    public CompletableFuture<TakenSnapshot> take(final int shard) {
        return shards.get(shard).request();
    }

    public SnapshotFigures figures(final int shard) {
        return shards.get(shard).figures;
    }

    private void run() {
        while (!closed) {
            try {
                final Integer asked = requests.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (asked != null && asked != END) {
                    shards.get(asked).serve();
                }
                // Also after each that was asked for: who asks for one shard all the time must not keep others from
                // theirs.
                shards.stream().filter(Shard::isDue).forEach(Shard::request);
            } catch (final InterruptedException e) {
                closed = true;
            } catch (final RuntimeException | Error e) {
                LOG.error("the thread that takes snapshots met something unexpected and goes on", e);
            }
        }
        shards.forEach(Shard::giveUp);
    }

    /** Ends work under way, which leaves nothing behind. Idempotent. */
    @Override
    public void close() {
        closed = true;
        requests.add(END);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        shards.forEach(Shard::giveUp);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Shard {
        private final ShardPipeline pipeline;
        private final ShardSnapshots work;
        private volatile SnapshotFigures figures;
        /** Of the taker's thread: from when on the schedule counts. */
        private long attemptCommands;

        private long attemptNanos = System.nanoTime();
        private @Nullable CompletableFuture<TakenSnapshot> wanted;

        Shard(final ShardPipeline pipeline, final SnapshotFigures figures) {
            this.pipeline = pipeline;
            this.figures = figures;
            attemptCommands = figures.commandSequence();
            work = new ShardSnapshots(pipeline.shard(), config, files, pipeline.eventLog(), this::requireServing);
        }

        synchronized CompletableFuture<TakenSnapshot> request() {
            if (wanted != null) {
                return wanted;
            }
            final CompletableFuture<TakenSnapshot> future = new CompletableFuture<>();
            if (closed) {
                future.completeExceptionally(stopped("the engine is stopping"));
            } else {
                wanted = future;
                requests.add(pipeline.shard());
            }
            return future;
        }

        boolean isDue() {
            final long commands = pipeline.coveredCommands();
            final boolean byCommands =
                    schedule.everyCommands() > 0 && commands - attemptCommands >= schedule.everyCommands();
            final boolean byTime = schedule.everyMinutes() > 0
                    && System.nanoTime() - attemptNanos >= TimeUnit.MINUTES.toNanos(schedule.everyMinutes());
            return (byCommands || byTime) && commands > figures.commandSequence() && pipeline.failure() == null;
        }

        void serve() {
            @Nullable TakenSnapshot taken = null;
            SnapshotException failure =
                    new SnapshotException(Kind.FAILED, "ended unexpectedly; the log says why", null);
            try {
                attemptCommands = pipeline.coveredCommands();
                attemptNanos = System.nanoTime();
                requireServing();
                taken = work.take(attemptCommands);
                noteTaken(taken);
            } catch (final SnapshotException e) {
                failure = e;
                noteFailure(e);
            } finally {
                // Whatever happens: who asked hears of it, and the next one who asks is served.
                final CompletableFuture<TakenSnapshot> future = answered();
                if (future != null && taken != null) {
                    future.complete(taken);
                } else if (future != null) {
                    future.completeExceptionally(failure);
                }
            }
        }

        private void noteTaken(final TakenSnapshot taken) {
            final SnapshotInfo info = taken.info();
            if (info.commandSequence() == figures.commandSequence()) {
                return;
            }
            figures = figures.withTaken(
                    info.commandSequence(),
                    info.eventSequence(),
                    clockMillis.getAsLong(),
                    taken.sizeBytes(),
                    taken.durationMillis());
            try {
                work.prune();
            } catch (final IOException | RuntimeException e) {
                LOG.error("shard {}: what lies behind the snapshots could not be pruned: {}", pipeline.shard(), e, e);
                figures = figures.withFailure("pruning: " + e);
            }
        }

        private void noteFailure(final SnapshotException e) {
            if (e.kind() == Kind.STOPPED) {
                return;
            }
            figures = figures.withFailure(String.valueOf(e.getMessage()));
            if (e.kind() == Kind.CORRUPT) {
                LOG.error(
                        "shard {}: NO SNAPSHOT, SINCE THE DATA ON DISK ARE DAMAGED: {}",
                        pipeline.shard(),
                        e.getMessage());
                onCorruption.accept(pipeline.shard(), String.valueOf(e.getMessage()));
            } else {
                LOG.error("shard {}: the snapshot failed, the engine goes on: {}", pipeline.shard(), e.getMessage(), e);
            }
        }

        private synchronized @Nullable CompletableFuture<TakenSnapshot> answered() {
            final CompletableFuture<TakenSnapshot> future = wanted;
            wanted = null;
            return future;
        }

        void giveUp() {
            final CompletableFuture<TakenSnapshot> future = answered();
            if (future != null) {
                future.completeExceptionally(stopped("the engine is stopping"));
            }
        }

        private void requireServing() {
            if (closed) {
                throw stopped("the engine is stopping");
            }
            final String failure = pipeline.failure();
            if (failure != null) {
                throw stopped(failure);
            }
        }
    }

    private static SnapshotException stopped(final String reason) {
        return new SnapshotException(Kind.STOPPED, reason, null);
    }
}
