package io.hft.backend.engine;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link EngineDepth} over gRPC, one update at a time. */
final class GrpcEngineDepth implements EngineDepth {
    private final TradingEngineGrpc.TradingEngineBlockingV2Stub engine;

    GrpcEngineDepth(Channel channel) {
        this.engine = TradingEngineGrpc.newBlockingV2Stub(channel);
    }

    @Override
    public DepthSubscription subscribe(String symbol) {
        return new GrpcSubscription(engine.subscribeMarketData(
                SubscribeMarketDataRequest.newBuilder().addSymbols(symbol).build()));
    }

    private record GrpcSubscription(BlockingClientCall<?, MarketDataUpdate> call) implements DepthSubscription {
        @Override
        public Optional<DepthUpdate> next(Duration timeout) throws InterruptedException {
            try {
                MarketDataUpdate update = call.read(timeout.toNanos(), TimeUnit.NANOSECONDS);
                if (update == null) {
                    throw new EngineUnavailable("the engine ended the market data stream", null);
                }
                return Optional.of(Wire.depth(update));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (StatusException e) {
                throw translated(e.getStatus(), e);
            } catch (StatusRuntimeException e) {
                throw translated(e.getStatus(), e);
            }
        }

        private static RuntimeException translated(Status status, Exception cause) {
            String description =
                    status.getDescription() == null ? status.getCode().name() : status.getDescription();
            return status.getCode() == Status.Code.NOT_FOUND
                    ? new EngineRefusal("UNKNOWN_INSTRUMENT", description, cause)
                    : new EngineUnavailable(status.getCode() + ": " + description, cause);
        }

        @Override
        public void close() {
            call.cancel("closed by the reader", null);
        }
    }
}
