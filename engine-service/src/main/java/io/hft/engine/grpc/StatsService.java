package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.sequencing.ShardQuery;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.stats.LatencySummary;
import io.hft.engine.stats.ShardFigures;
import io.hft.engine.stats.SnapshotFigures;
import io.hft.engine.v1.GetStatsResponse;
import io.hft.engine.v1.LatencyStats;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.SnapshotStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Counters of all shards, each as of one event of its shard. */
final class StatsService {
    private final Markets markets;
    private final OrderSessionService sessions;
    private final SnapshotTaker snapshots;
    private final String durability;
    private final long startedNanos = System.nanoTime();

    StatsService(
            final Markets markets,
            final OrderSessionService sessions,
            final SnapshotTaker snapshots,
            final String durability) {
        this.markets = markets;
        this.sessions = sessions;
        this.snapshots = snapshots;
        this.durability = durability;
    }

    void stats(final StreamObserver<GetStatsResponse> observer) {
        final int shards = markets.shards().size();
        final AtomicReferenceArray<@Nullable ShardStats> answers = new AtomicReferenceArray<>(shards);
        final AtomicInteger missing = new AtomicInteger(shards);
        for (final ShardPipeline shard : markets.shards()) {
            final ShardAnswer answer = new ShardAnswer(shard, sessions, snapshots) {
                @Override
                void done(final @Nullable ShardStats stats) {
                    answers.set(shard.shard(), stats);
                    if (missing.decrementAndGet() == 0) {
                        complete(observer, answers);
                    }
                }
            };
            // A full ring or a failed shard is something to be shown here, not to fail of: what is known without asking
            // is shown.
            if (shard.offer(answer) != Admission.ACCEPTED) {
                answer.done(answer.withoutAsking().build());
            }
        }
    }

    private void complete(
            final StreamObserver<GetStatsResponse> observer, final AtomicReferenceArray<@Nullable ShardStats> answers) {
        final GetStatsResponse.Builder response = GetStatsResponse.newBuilder()
                .setDurability(durability)
                .setUptimeNanos(System.nanoTime() - startedNanos);
        for (int i = 0; i < answers.length(); i++) {
            final ShardStats stats = answers.get(i);
            if (stats != null) {
                response.addShards(stats);
            }
        }
        Answers.complete(observer, response.build());
    }

    private abstract static class ShardAnswer implements ShardQuery {
        private final ShardPipeline shard;
        private final OrderSessionService sessions;
        private final SnapshotTaker snapshots;
        private long lastSequence;
        private int openOrders;
        private long stateHash;

        ShardAnswer(final ShardPipeline shard, final OrderSessionService sessions, final SnapshotTaker snapshots) {
            this.shard = shard;
            this.sessions = sessions;
            this.snapshots = snapshots;
        }

        abstract void done(@Nullable ShardStats stats);

        ShardStats.Builder withoutAsking() {
            final ShardFigures figures = shard.figures();
            final LatencySummary latency = figures.latency();
            final SnapshotFigures snapshot = snapshots.figures(figures.shard());
            return ShardStats.newBuilder()
                    .setShard(figures.shard())
                    .setCommands(figures.commands())
                    .setLastSequence(figures.events())
                    .setOpenOrders(figures.openOrders())
                    .setRingCapacity(figures.ringCapacity())
                    .setRingUsed(figures.ringUsed())
                    .setLatency(LatencyStats.newBuilder()
                            .setCount(latency.count())
                            .setP50Nanos(latency.p50())
                            .setP90Nanos(latency.p90())
                            .setP99Nanos(latency.p99())
                            .setP999Nanos(latency.p999())
                            .setMaxNanos(latency.max()))
                    .setCommandsPerSecond(figures.commandsPerSecond())
                    .setEventsPerSecond(figures.eventsPerSecond())
                    .setEventRingCapacity(figures.eventRingCapacity())
                    .setEventRingUsed(figures.eventRingUsed())
                    .setSessions(sessions.sessions(figures.shard()))
                    .setRefusedRingFull(figures.refusedRingFull())
                    .setFirstSequence(shard.eventLog().firstSequence())
                    .setSnapshot(SnapshotStats.newBuilder()
                            .setCommandSequence(snapshot.commandSequence())
                            .setEventSequence(snapshot.eventSequence())
                            .setCompletedAtNanos(TimeUnit.MILLISECONDS.toNanos(snapshot.completedMillis()))
                            .setSizeBytes(snapshot.sizeBytes())
                            .setDurationMillis(snapshot.durationMillis())
                            .setTaken(snapshot.taken())
                            .setFailures(snapshot.failures())
                            .setLastFailure(snapshot.lastFailure()));
        }

        @Override
        public void execute(final MatchingEngine engine) {
            lastSequence = engine.lastEventSequence();
            openOrders = engine.openOrderCount();
            stateHash = engine.stateHash();
        }

        @Override
        public void onComplete() {
            done(withoutAsking()
                    .setLastSequence(lastSequence)
                    .setOpenOrders(openOrders)
                    .setStateHash(stateHash)
                    .build());
        }

        @Override
        public void onFailure(final String reason) {
            done(withoutAsking().build());
        }
    }
}
