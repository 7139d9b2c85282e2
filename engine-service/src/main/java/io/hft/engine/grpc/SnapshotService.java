package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.snapshotting.SnapshotException;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.snapshotting.TakenSnapshot;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import org.jspecify.annotations.Nullable;

/** Snapshots on demand. No command: nothing is journaled. */
final class SnapshotService {
    private final Markets markets;
    private final SnapshotTaker snapshots;

    SnapshotService(final Markets markets, final SnapshotTaker snapshots) {
        this.markets = markets;
        this.snapshots = snapshots;
    }

    void take(final TakeSnapshotRequest request, final StreamObserver<TakeSnapshotResponse> observer) {
        final ShardPipeline shard = markets.requireShard(request.getShard());
        snapshots.take(shard.shard()).whenComplete((taken, failure) -> {
            if (taken != null) {
                Answers.complete(observer, answer(taken));
            } else {
                observer.onError(status(failure).asRuntimeException());
            }
        });
    }

    private static TakeSnapshotResponse answer(final TakenSnapshot taken) {
        return TakeSnapshotResponse.newBuilder()
                .setShard(taken.info().shard())
                .setCommandSequence(taken.info().commandSequence())
                .setEventSequence(taken.info().eventSequence())
                .setStateHash(taken.info().stateHash())
                .setOpenOrders(taken.info().openOrders())
                .setSizeBytes(taken.sizeBytes())
                .setDurationMillis(taken.durationMillis())
                .build();
    }

    private static Status status(final @Nullable Throwable failure) {
        if (failure instanceof SnapshotException e) {
            return (e.kind() == SnapshotException.Kind.STOPPED ? Status.UNAVAILABLE : Status.INTERNAL)
                    .withDescription(e.getMessage());
        }
        return Status.INTERNAL.withDescription("internal error");
    }
}
