package io.hft.backend.portfolio;

import java.math.BigDecimal;

/**
 * What a user has of an asset, held amounts included.
 *
 * @param valueUsd exact; zero while nobody has named a price of the asset
 */
public record Position(String asset, BigDecimal quantity, BigDecimal valueUsd) {}
