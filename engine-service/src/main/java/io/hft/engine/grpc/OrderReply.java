package io.hft.engine.grpc;

import io.grpc.stub.StreamObserver;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.sequencing.CommandReply;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.OrderState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Gathers what an order command did to its order and answers the call with it. Used by the publisher's thread alone. */
abstract class OrderReply<T> implements CommandReply {
    private final StreamObserver<T> observer;
    private final Wire wire;
    private final Market market;
    private final long orderId;
    private final int reportsMax;

    final List<ExecutionReport> reports = new ArrayList<>(2);
    boolean truncated;
    boolean duplicate;
    int rejectReason;

    @Nullable
    OrderState state;

    OrderReply(
            final StreamObserver<T> observer,
            final Wire wire,
            final Market market,
            final long orderId,
            final int reportsMax) {
        this.observer = observer;
        this.wire = wire;
        this.market = market;
        this.orderId = orderId;
        this.reportsMax = reportsMax;
    }

    abstract T message(int shard, long lastSequence);

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset) {
        if (Event.orderId(buffer, offset) != orderId) {
            return;
        }
        if (reports.size() < reportsMax) {
            reports.add(wire.report(market.shard().shard(), buffer, offset));
        } else {
            truncated = true;
        }
        duplicate |= Event.isDuplicate(buffer, offset);
        final byte type = Event.typeCode(buffer, offset);
        if (type == EventType.CANCEL_REJECTED.code()
                || type == EventType.REPLACE_REJECTED.code()
                || type == EventType.REJECTED.code()) {
            rejectReason = Event.rejectReasonCode(buffer, offset);
        }
        state = wire.state(market, buffer, offset, state);
    }

    @Override
    public void onComplete(final long lastSequence) {
        Answers.complete(observer, message(market.shard().shard(), lastSequence));
    }

    @Override
    public void onFailure(final String reason) {
        observer.onError(Answers.unavailable(reason));
    }
}
