package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.sequencing.ShardQuery;
import io.hft.engine.v1.GetStatsResponse;
import io.hft.engine.v1.ShardStats;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Counters of all shards, each as of one event of its shard. */
final class StatsService {
    private final Markets markets;
    private final String durability;
    private final long startedNanos = System.nanoTime();

    StatsService(final Markets markets, final String durability) {
        this.markets = markets;
        this.durability = durability;
    }

    void stats(final StreamObserver<GetStatsResponse> observer) {
        final int shards = markets.shards().size();
        final AtomicReferenceArray<@Nullable ShardStats> answers = new AtomicReferenceArray<>(shards);
        final AtomicInteger missing = new AtomicInteger(shards);
        for (final ShardPipeline shard : markets.shards()) {
            final ShardAnswer answer = new ShardAnswer(shard) {
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
        private long lastSequence;
        private int openOrders;
        private long stateHash;

        ShardAnswer(final ShardPipeline shard) {
            this.shard = shard;
        }

        abstract void done(@Nullable ShardStats stats);

        ShardStats.Builder withoutAsking() {
            return ShardStats.newBuilder()
                    .setShard(shard.shard())
                    .setCommands(shard.commands())
                    .setLastSequence(shard.eventLog().lastSequence())
                    .setRingCapacity(shard.ringCapacity())
                    .setRingUsed(shard.ringUsed());
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
