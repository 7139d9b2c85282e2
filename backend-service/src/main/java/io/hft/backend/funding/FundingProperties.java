package io.hft.backend.funding;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of deposits and withdrawals.
 *
 * @param enabled {@code HFT_FUNDING}: in the sandbox unless said otherwise; elsewhere money comes from whoever runs the exchange
 * @param maxUsd {@code HFT_FUNDING_MAX_USD}: the most that one of them may be worth
 * @param maxAmount of an asset that nobody has named a price of
 */
@Validated
@ConfigurationProperties("hft.funding")
public record FundingProperties(
        boolean enabled,

        @DefaultValue("10000000") @NotNull @DecimalMin("0") @Digits(integer = 18, fraction = 8)
        BigDecimal maxUsd,

        @DefaultValue("1000000") @NotNull @DecimalMin("0") @Digits(integer = 18, fraction = 8)
        BigDecimal maxAmount) {}
