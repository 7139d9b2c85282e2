package io.hft.backend.marketdata.web;

import io.hft.backend.engine.TradingState;
import io.hft.backend.marketdata.ExchangeStatus.Status;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange's state on the wire, over REST and in the live channel. */
@Schema(name = "Status")
public record StatusResponse(
        @Schema(
                example = "ok",
                description =
                        "ok: all markets trade; restricted: at least one does not; engine_unavailable: the engine does not answer")
        String status,

        Engine engine,
        List<Market> instruments,
        List<Settlement> settlement,
        Instant timestamp) {
    /** The matching engine, as this backend sees it. */
    @Schema(name = "EngineStatus")
    public record Engine(boolean connected) {}

    /** A market. */
    @Schema(name = "MarketStatus")
    public record Market(
            @Schema(example = "BTC-USD") String symbol,

            @Schema(description = "null before the first contact with the engine") @Nullable
            TradingState tradingState,

            @Schema(description = "false: the engine's present state is not known, this is the last known one")
            boolean live) {}

    /** How far the engine's events are booked. */
    @Schema(name = "SettlementStatus")
    public record Settlement(
            @Schema(example = "0") int shard,

            @Schema(example = "1042", description = "The engine's last event; null while the engine is away") @Nullable
            Long engineSequence,

            @Schema(example = "1042", description = "The last event that is booked")
            long settledSequence,

            @Schema(example = "0", description = "Events that are not booked yet; null while the engine is away")
            @Nullable
            Long lagEvents,

            @Schema(description = "When something was booked last") @Nullable
            Instant settledAt) {}

    public static StatusResponse of(Status status) {
        boolean trading = status.markets().stream()
                .allMatch(market -> market.live() && market.tradingState() == TradingState.TRADING);
        return new StatusResponse(
                !status.engineConnected() ? "engine_unavailable" : trading ? "ok" : "restricted",
                new Engine(status.engineConnected()),
                status.markets().stream()
                        .map(market -> new Market(market.symbol(), market.tradingState(), market.live()))
                        .toList(),
                status.shards().stream()
                        .map(shard -> new Settlement(
                                shard.shard(),
                                shard.engineSequence(),
                                shard.settledSequence(),
                                shard.lag(),
                                shard.settledAt()))
                        .toList(),
                status.at());
    }
}
