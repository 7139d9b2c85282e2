package io.hft.backend.portfolio.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Users;
import io.hft.backend.identity.web.AccountAccess;
import io.hft.backend.ledger.Balance;
import io.hft.backend.ledger.Balances;
import io.hft.backend.money.Decimals;
import io.hft.backend.portfolio.Portfolio;
import io.hft.backend.portfolio.Portfolios;
import io.hft.backend.portfolio.Position;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PortfolioController {
    private final Portfolios portfolios;
    private final Balances balances;
    private final Users users;

    PortfolioController(Portfolios portfolios, Balances balances, Users users) {
        this.portfolios = portfolios;
        this.balances = balances;
        this.users = users;
    }

    @GetMapping("/api/v1/trading/portfolio/{user_id}")
    @Tag(name = "Simple buy")
    @Operation(
            summary = "What a user has, and what it is worth",
            description = "Valued at the last trade price of each asset, at the reference price before the first trade."
                    + " Your own only; a user who does not exist has an empty one.")
    PortfolioResponse portfolio(Principal principal, @Parameter(example = "1") @PathVariable("user_id") long userId) {
        if (userId != principal.userId() && users.exists(userId)) {
            AccountAccess.require(principal, userId);
        }
        return PortfolioResponse.of(portfolios.of(userId));
    }

    @GetMapping("/api/v1/balances")
    @Tag(name = "Money")
    @Operation(summary = "Your balances", description = "total = held by open orders + available.")
    List<BalanceResponse> balances(Principal principal) {
        return balances.of(principal.userId()).stream().map(BalanceResponse::of).toList();
    }

    @Schema(name = "Portfolio")
    record PortfolioResponse(
            @Schema(example = "1") long userId,
            @Schema(example = "100000.00") String totalValuationUsd,

            @Schema(example = "{\"BTC\": \"1.00000000\", \"USD\": \"50000.00000000\"}")
            Map<String, String> holdings,

            @Schema(example = "{\"BTC\": \"50000.00000000\", \"USD\": \"50000.00000000\"}")
            Map<String, String> usdValues,

            Instant valuedAt) {
        static PortfolioResponse of(Portfolio portfolio) {
            Map<String, String> holdings = new LinkedHashMap<>();
            Map<String, String> usdValues = new LinkedHashMap<>();
            for (Position position : portfolio.positions()) {
                holdings.put(position.asset(), Decimals.plain(position.quantity()));
                usdValues.put(
                        position.asset(),
                        Decimals.plain(position.valueUsd().setScale(Decimals.SCALE, RoundingMode.HALF_EVEN)));
            }
            return new PortfolioResponse(
                    portfolio.userId(),
                    portfolio.totalUsd().setScale(2, RoundingMode.HALF_EVEN).toPlainString(),
                    holdings,
                    usdValues,
                    portfolio.valuedAt());
        }
    }

    @Schema(name = "Balance")
    record BalanceResponse(
            @Schema(example = "USD") String asset,
            @Schema(example = "100000.00000000") String total,
            @Schema(example = "0.00000000") String held,
            @Schema(example = "100000.00000000") String available) {
        static BalanceResponse of(Balance balance) {
            return new BalanceResponse(
                    balance.asset(),
                    Decimals.plain(balance.total()),
                    Decimals.plain(balance.held()),
                    Decimals.plain(balance.available()));
        }
    }
}
