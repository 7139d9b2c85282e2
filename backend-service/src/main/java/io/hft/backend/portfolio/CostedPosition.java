package io.hft.backend.portfolio;

import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a user has of an asset, what it has cost, and what was made of it. In USD, exact to 8 places; an average-cost basis.
 *
 * @param quantity held amounts included
 * @param costBasis of the quantity, fees included
 * @param realisedPnl of all sales so far, less fees
 * @param priceUsd now; zero while nobody has named one
 */
public record CostedPosition(
        String asset, BigDecimal quantity, BigDecimal costBasis, BigDecimal realisedPnl, BigDecimal priceUsd) {
    /** Cost per unit, half up; empty without a quantity. */
    public Optional<BigDecimal> averageCost() {
        return quantity.signum() == 0
                ? Optional.empty()
                : Optional.of(costBasis.divide(quantity, Decimals.SCALE, RoundingMode.HALF_UP));
    }

    /** Half up. */
    public BigDecimal marketValue() {
        return Decimals.value(quantity, priceUsd);
    }

    public BigDecimal unrealisedPnl() {
        return marketValue().subtract(costBasis);
    }
}
