package io.hft.backend.portfolio.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.identity.Principal;
import io.hft.backend.ledger.Balance;
import io.hft.backend.ledger.Balances;
import io.hft.backend.money.Decimals;
import io.hft.backend.portfolio.CostedPosition;
import io.hft.backend.portfolio.Positions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Money")
class PositionController {
    private final Positions positions;
    private final Balances balances;
    private final Clock clock;

    PositionController(Positions positions, Balances balances, Clock clock) {
        this.positions = positions;
        this.balances = balances;
        this.clock = clock;
    }

    @GetMapping("/api/v1/positions")
    @Operation(
            summary = "Your positions",
            description =
                    "Every asset but USD that you have or had, in USD: average cost with fees, realised and unrealised profit. A deposit"
                            + " comes in at the price of the moment, a withdrawal leaves at average cost.")
    PositionPage positions(Principal principal) {
        return new PositionPage(
                positions.of(principal.userId()).stream()
                        .map(PositionResponse::of)
                        .toList(),
                null);
    }

    @GetMapping("/api/v1/portfolio/summary")
    @Operation(
            summary = "What you are worth, and what you made",
            description = "In USD, at the last trade price of each asset (its reference price before the first trade).")
    SummaryResponse summary(Principal principal) {
        List<CostedPosition> all = positions.of(principal.userId());
        Balance cash = balances.of(principal.userId(), "USD");
        BigDecimal value = sum(all, CostedPosition::marketValue);
        BigDecimal realised = sum(all, CostedPosition::realisedPnl);
        BigDecimal unrealised = sum(all, CostedPosition::unrealisedPnl);
        return new SummaryResponse(
                principal.userId(),
                Decimals.plain(cash.total().add(value)),
                Decimals.plain(cash.total()),
                Decimals.plain(cash.available()),
                Decimals.plain(value),
                Decimals.plain(sum(all, CostedPosition::costBasis)),
                Decimals.plain(realised),
                Decimals.plain(unrealised),
                Decimals.plain(realised.add(unrealised)),
                clock.instant());
    }

    private static BigDecimal sum(List<CostedPosition> positions, Function<CostedPosition, BigDecimal> of) {
        return positions.stream().map(of).reduce(Decimals.ZERO, BigDecimal::add);
    }

    @Schema(name = "PositionPage")
    record PositionPage(
            @JsonProperty("items") List<PositionResponse> items,

            @JsonProperty("next_cursor") @Schema(description = "null: they are never so many") @Nullable
            String nextCursor) {}

    @Schema(name = "Position")
    record PositionResponse(
            @Schema(example = "BTC") String asset,

            @Schema(description = "Held amounts included.", example = "1.50000000")
            String quantity,

            @Schema(description = "USD per unit, fees included; null without a quantity.", example = "50000.00000000")
            @Nullable
            String averageCost,

            @Schema(example = "75000.00000000") String costBasis,
            @Schema(example = "51000.00000000") String marketPrice,
            @Schema(example = "76500.00000000") String marketValue,

            @Schema(description = "Of what was sold, less fees.", example = "0.00000000")
            String realizedPnl,

            @Schema(description = "market_value - cost_basis.", example = "1500.00000000")
            String unrealizedPnl) {
        static PositionResponse of(CostedPosition position) {
            return new PositionResponse(
                    position.asset(),
                    Decimals.plain(position.quantity()),
                    position.averageCost().map(Decimals::plain).orElse(null),
                    Decimals.plain(position.costBasis()),
                    Decimals.plain(position.priceUsd()),
                    Decimals.plain(position.marketValue()),
                    Decimals.plain(position.realisedPnl()),
                    Decimals.plain(position.unrealisedPnl()));
        }
    }

    @Schema(name = "PortfolioSummary")
    record SummaryResponse(
            @Schema(example = "1") long userId,

            @Schema(description = "cash_usd + positions_value_usd.", example = "101500.00000000")
            String totalValueUsd,

            @Schema(description = "Held amounts included.", example = "25000.00000000")
            String cashUsd,

            @Schema(example = "25000.00000000") String availableUsd,
            @Schema(example = "76500.00000000") String positionsValueUsd,
            @Schema(example = "75000.00000000") String costBasisUsd,
            @Schema(example = "0.00000000") String realizedPnl,
            @Schema(example = "1500.00000000") String unrealizedPnl,

            @Schema(description = "realized_pnl + unrealized_pnl.", example = "1500.00000000")
            String totalPnl,

            Instant valuedAt) {}
}
