package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.sequencing.Admission;
import io.hft.engine.sequencing.CommandEncoder;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.v1.ShardSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One command on several shards and one answer when all of them have said what they did. The shards answer from threads of their own. A shard
 * whose queue is full does not keep the others from being told: then the call fails, and says where it was done. All commands that are
 * sent like this may be repeated.
 */
abstract class ShardsReply<T> {
    private final StreamObserver<T> observer;
    private final List<ShardPipeline> shards;
    private final AtomicReferenceArray<@Nullable Part> parts;
    private final AtomicInteger missing;

    /** What one shard did. */
    record Part(int shard, long lastSequence, long canceled, Status status) {}

    ShardsReply(final StreamObserver<T> observer, final List<ShardPipeline> shards) {
        this.observer = observer;
        this.shards = shards;
        this.parts = new AtomicReferenceArray<>(shards.size());
        this.missing = new AtomicInteger(shards.size());
    }

    /** The answer when all shards have done it, in their order. */
    abstract T message(List<ShardSequence> sequences, long canceled);

    /** All shards have done it. */
    void done(final List<ShardSequence> sequences, final long canceled) {
        Answers.complete(observer, message(sequences, canceled));
    }

    /** Not all shards have done it. */
    void failed(final Status status) {
        observer.onError(status.asRuntimeException());
    }

    /** An event of the command that is not a refusal; on the publisher's thread of its shard. */
    void onEvent(final DirectBuffer buffer, final int offset) {}

    void send(final CommandEncoder encoder) {
        for (int i = 0; i < shards.size(); i++) {
            final ShardPipeline shard = shards.get(i);
            final ShardReply reply = new ShardReply(i);
            final Admission admission = shard.offer(encoder, reply);
            if (admission != Admission.ACCEPTED) {
                reply.end(0, Answers.refusal(admission, shard.failure()));
            }
        }
    }

    private void complete() {
        final List<ShardSequence> sequences = new ArrayList<>(parts.length());
        Status status = Status.OK;
        long canceled = 0;
        for (int i = 0; i < parts.length(); i++) {
            final Part part = parts.get(i);
            if (part == null) {
                throw new IllegalStateException("a shard did not answer");
            }
            if (part.status.isOk()) {
                canceled += part.canceled;
                sequences.add(ShardSequence.newBuilder()
                        .setShard(part.shard)
                        .setLastSequence(part.lastSequence)
                        .build());
            } else if (status.isOk()) {
                status = part.status;
            }
        }
        if (status.isOk()) {
            done(sequences, canceled);
        } else if (sequences.isEmpty()) {
            failed(status);
        } else {
            failed(status.withDescription(status.getDescription() + "; but it was done on the shards "
                    + sequences.stream().map(ShardSequence::getShard).toList()));
        }
    }

    private final class ShardReply implements CommandReply {
        private final int index;
        private long canceled;
        private @Nullable Status refusal;

        ShardReply(final int index) {
            this.index = index;
        }

        @Override
        public void onEvent(final DirectBuffer buffer, final int offset) {
            final byte type = Event.typeCode(buffer, offset);
            if (type == EventType.REJECTED.code()) {
                refusal = Answers.refusal(Event.rejectReasonCode(buffer, offset));
                return;
            }
            final int reason = Event.rejectReasonCode(buffer, offset);
            if (type == EventType.CANCELED.code()
                    && (reason == RejectReason.MASS_CANCELED.code() || reason == RejectReason.KILL_SWITCH.code())) {
                canceled++;
            }
            ShardsReply.this.onEvent(buffer, offset);
        }

        @Override
        public void onComplete(final long lastSequence) {
            end(lastSequence, refusal == null ? Status.OK : refusal);
        }

        @Override
        public void onFailure(final String reason) {
            end(0, Status.UNAVAILABLE.withDescription(reason));
        }

        private void end(final long lastSequence, final Status status) {
            parts.set(index, new Part(shards.get(index).shard(), lastSequence, canceled, status));
            if (missing.decrementAndGet() == 0) {
                complete();
            }
        }
    }
}
