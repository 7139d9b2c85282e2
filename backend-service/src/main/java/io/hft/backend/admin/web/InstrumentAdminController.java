package io.hft.backend.admin.web;

import io.hft.backend.admin.MarketAdministration;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.engine.TradingState;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.web.AdminAccess;
import io.hft.backend.money.DecimalText;
import io.hft.backend.web.RequiredText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/admin/instruments")
@Tag(name = "Admin")
class InstrumentAdminController {
    private final MarketAdministration markets;

    InstrumentAdminController(MarketAdministration markets) {
        this.markets = markets;
    }

    @GetMapping
    @Operation(summary = "Markets as the engine has them", description = "With their trading state and their shard.")
    MarketList list(Principal principal) {
        AdminAccess.require(principal);
        return new MarketList(EngineProblems.translated(markets::list).stream()
                .map(MarketResponse::of)
                .toList());
    }

    @PutMapping("/{symbol}")
    @Operation(
            summary = "Open a market, or change its limits",
            description =
                    "Assets, tick, lot and shard of a market that exists can never change: its orders depend on them."
                            + " A new one trades at once, unless another trading_state is asked for. Again is harmless.")
    MarketResponse upsert(
            Principal principal,
            @Parameter(example = "DOGE-USD") @PathVariable("symbol") String symbol,
            @RequestBody MarketRequest request) {
        AdminFields fields = new AdminFields();
        EngineInstrument wanted = new EngineInstrument(
                fields.symbol(symbol),
                fields.text("base_asset", request.baseAsset()).toUpperCase(Locale.ROOT),
                fields.text("quote_asset", request.quoteAsset()).toUpperCase(Locale.ROOT),
                fields.positive("tick_size", request.tickSize()),
                fields.positive("lot_size", request.lotSize()),
                fields.positive("max_quantity", request.maxQuantity()),
                fields.positive("reference_price", request.referencePrice()),
                fields.limit("price_band_basis_points", request.priceBandBasisPoints()),
                fields.limit("shard", request.shard()),
                request.tradingState() == null
                        ? TradingState.TRADING
                        : fields.oneOf("trading_state", request.tradingState(), TradingState.class));
        fields.check();
        return EngineProblems.translated(() -> MarketResponse.of(markets.upsert(wanted, principal)));
    }

    @PutMapping("/{symbol}/trading-state")
    @Operation(
            summary = "Halt a market, resume it, or let orders be cancelled only",
            description =
                    "TRADING; HALTED: nothing trades and only cancels are taken; CANCEL_ONLY: the same for a market that"
                            + " is to be emptied. Open orders stay. Holds over restarts; again is harmless.")
    MarketResponse tradingState(
            Principal principal,
            @Parameter(example = "BTC-USD") @PathVariable("symbol") String symbol,
            @RequestBody TradingStateRequest request) {
        AdminFields fields = new AdminFields();
        String name = fields.symbol(symbol);
        TradingState state = fields.oneOf("trading_state", request.tradingState(), TradingState.class);
        fields.check();
        String reason = RequiredText.of("reason", request.reason(), AdminFields.REASON_MAX);
        return EngineProblems.translated(
                () -> MarketResponse.of(markets.setTradingState(name, state, reason, principal)));
    }

    @Schema(name = "MarketDefinition")
    record MarketRequest(
            @Schema(example = "DOGE", description = "1 to 12 letters or digits") @Nullable
            String baseAsset,

            @Schema(example = "USD") @Nullable String quoteAsset,

            @Schema(
                    type = "string",
                    example = "0.00001",
                    description = "Prices are whole multiples of it; at most 8 decimals")
            @Nullable
            DecimalText tickSize,

            @Schema(
                    type = "string",
                    example = "1",
                    description = "Quantities are whole multiples of it; at most 8 decimals")
            @Nullable
            DecimalText lotSize,

            @Schema(type = "string", example = "1000000", description = "Of one order") @Nullable
            DecimalText maxQuantity,

            @Schema(
                    type = "string",
                    example = "0.1",
                    description = "The price before the first trade; the sandbox's house quotes at it")
            @Nullable
            DecimalText referencePrice,

            @Schema(
                    example = "1000",
                    description = "Half width of the price band in hundredths of a percent; 0 for none")
            @Nullable
            Integer priceBandBasisPoints,

            @Schema(example = "0", description = "Of a new market: the shard of the engine that keeps its book")
            @Nullable
            Integer shard,

            @Schema(example = "TRADING", description = "Of a new market: how it begins") @Nullable
            String tradingState) {}

    @Schema(name = "TradingStateChange")
    record TradingStateRequest(
            @Schema(example = "HALTED") @Nullable String tradingState,

            @Schema(example = "news pending", description = "For the audit log, at most 200 characters") @Nullable
            String reason) {}

    @Schema(name = "MarketList")
    record MarketList(List<MarketResponse> items) {}

    @Schema(name = "Market")
    record MarketResponse(
            @Schema(example = "BTC-USD") String symbol,
            @Schema(example = "BTC") String baseAsset,
            @Schema(example = "USD") String quoteAsset,
            @Schema(example = "0.01") String tickSize,
            @Schema(example = "0.00000001") String lotSize,
            @Schema(example = "1000") String maxQuantity,
            @Schema(example = "50000") String referencePrice,
            @Schema(example = "1000") int priceBandBasisPoints,
            @Schema(example = "0") int shard,
            TradingState tradingState) {
        static MarketResponse of(EngineInstrument one) {
            return new MarketResponse(
                    one.symbol(),
                    one.baseAsset(),
                    one.quoteAsset(),
                    AdminFields.text(one.tickSize()),
                    AdminFields.text(one.lotSize()),
                    AdminFields.text(one.maxQuantity()),
                    AdminFields.text(one.referencePrice()),
                    one.priceBandBasisPoints(),
                    one.shard(),
                    one.tradingState());
        }
    }
}
