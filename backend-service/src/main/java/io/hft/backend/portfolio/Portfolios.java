package io.hft.backend.portfolio;

import io.hft.backend.instruments.Asset;
import io.hft.backend.instruments.Assets;
import io.hft.backend.ledger.Balance;
import io.hft.backend.ledger.Balances;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Values portfolios at the assets' present prices. */
@Component
public class Portfolios {
    private final Balances balances;
    private final Assets assets;
    private final Clock clock;

    Portfolios(Balances balances, Assets assets, Clock clock) {
        this.balances = balances;
        this.assets = assets;
        this.clock = clock;
    }

    /** Empty for a user who has nothing, or does not exist. */
    public Portfolio of(long userId) {
        Map<String, Asset> prices = assets.all().stream().collect(Collectors.toMap(Asset::symbol, asset -> asset));
        List<Position> positions = balances.of(userId).stream()
                .filter(balance -> balance.total().signum() != 0)
                .map(balance -> position(balance, prices.get(balance.asset())))
                .toList();
        return new Portfolio(userId, positions, clock.instant());
    }

    private static Position position(Balance balance, Asset asset) {
        BigDecimal price = asset.priceUsd() == null ? BigDecimal.ZERO : asset.priceUsd();
        return new Position(balance.asset(), balance.total(), balance.total().multiply(price));
    }
}
