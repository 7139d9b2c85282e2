package io.hft.backend.engine;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link EngineEvents} over gRPC. The reader asks for one batch at a time, so a slow reader slows the stream and buffers nothing. */
final class GrpcEngineEvents implements EngineEvents {
    private final TradingEngineGrpc.TradingEngineBlockingV2Stub engine;

    GrpcEngineEvents(Channel channel) {
        this.engine = TradingEngineGrpc.newBlockingV2Stub(channel);
    }

    @Override
    public EventSubscription subscribe(int shard, long fromSequence) {
        return new GrpcSubscription(engine.subscribeEvents(SubscribeEventsRequest.newBuilder()
                .setShard(shard)
                .setFromSequence(fromSequence)
                .build()));
    }

    private record GrpcSubscription(BlockingClientCall<?, EventBatch> call) implements EventSubscription {
        @Override
        public List<ExecutionReport> next(Duration timeout) throws InterruptedException {
            try {
                EventBatch batch = call.read(timeout.toNanos(), TimeUnit.NANOSECONDS);
                if (batch == null) {
                    throw new EngineUnavailable("the engine ended the event stream", null);
                }
                return batch.getEventsList().stream().map(Wire::report).toList();
            } catch (TimeoutException e) {
                return List.of();
            } catch (StatusException e) {
                throw translated(e.getStatus(), e);
            } catch (StatusRuntimeException e) {
                throw translated(e.getStatus(), e);
            }
        }

        private static RuntimeException translated(Status status, Exception cause) {
            String description =
                    status.getDescription() == null ? status.getCode().name() : status.getDescription();
            return status.getCode() == Status.Code.OUT_OF_RANGE
                    ? new EventsOutOfRange(description, cause)
                    : new EngineUnavailable(status.getCode() + ": " + description, cause);
        }

        @Override
        public void close() {
            call.cancel("closed by the reader", null);
        }
    }
}
