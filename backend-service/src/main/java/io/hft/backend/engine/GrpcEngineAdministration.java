package io.hft.backend.engine;

import io.grpc.Channel;
import io.hft.engine.v1.KillSwitchRequest;
import io.hft.engine.v1.SetTradingStateRequest;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.engine.v1.TradingEngineGrpc.TradingEngineBlockingStub;
import io.hft.engine.v1.UpsertInstrumentRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link EngineAdministration} over gRPC. */
final class GrpcEngineAdministration implements EngineAdministration {
    /** A kill switch may cancel a whole market. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    /** A large book is a large file. */
    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(60);

    private final TradingEngineBlockingStub engine;

    GrpcEngineAdministration(Channel channel) {
        this.engine = TradingEngineGrpc.newBlockingStub(channel);
    }

    @Override
    public EngineInstrument upsert(EngineInstrument instrument) {
        UpsertInstrumentRequest request = UpsertInstrumentRequest.newBuilder()
                .setInstrument(Wire.instrument(instrument))
                .build();
        return GrpcEngineGateway.call(() -> Wire.instrument(
                within(COMMAND_TIMEOUT).upsertInstrument(request).getInstrument()));
    }

    @Override
    public void setTradingState(String symbol, TradingState state) {
        SetTradingStateRequest request = SetTradingStateRequest.newBuilder()
                .setSymbol(symbol)
                .setTradingState(Wire.tradingState(state))
                .build();
        GrpcEngineGateway.call(() -> within(COMMAND_TIMEOUT).setTradingState(request));
    }

    @Override
    public void setRiskLimits(RiskLimits limits) {
        GrpcEngineGateway.call(() -> within(COMMAND_TIMEOUT).setRiskLimits(Wire.request(limits)));
    }

    @Override
    public long killSwitch(@Nullable Long accountId, boolean engaged, boolean cancelOpenOrders) {
        KillSwitchRequest request = KillSwitchRequest.newBuilder()
                .setAccountId(accountId == null ? 0 : accountId)
                .setEngaged(engaged)
                .setCancelOpenOrders(cancelOpenOrders)
                .build();
        return GrpcEngineGateway.call(
                () -> within(COMMAND_TIMEOUT).killSwitch(request).getCanceled());
    }

    @Override
    public EngineSnapshot takeSnapshot(int shard) {
        TakeSnapshotRequest request =
                TakeSnapshotRequest.newBuilder().setShard(shard).build();
        TakeSnapshotResponse taken =
                GrpcEngineGateway.call(() -> within(SNAPSHOT_TIMEOUT).takeSnapshot(request));
        return new EngineSnapshot(
                taken.getShard(),
                taken.getCommandSequence(),
                taken.getEventSequence(),
                taken.getStateHash(),
                taken.getOpenOrders(),
                taken.getSizeBytes(),
                Duration.ofMillis(taken.getDurationMillis()));
    }

    private TradingEngineBlockingStub within(Duration timeout) {
        return engine.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
