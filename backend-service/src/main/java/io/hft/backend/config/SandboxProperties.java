package io.hft.backend.config;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Play money and open doors.
 *
 * @param enabled {@code HFT_SANDBOX}: requests without credentials act as the demo user, new users get money, a house makes the market
 * @param initialUsd what a new user and the demo user begin with
 * @param market {@code HFT_MARKET}: whether the house's prices stand still, or move and somebody trades
 * @param marketSeed seed of the moving prices and of the trades
 * @param moveInterval how often prices move
 * @param tradeInterval how often, about, somebody trades in each market; zero for never
 */
@Validated
@ConfigurationProperties("hft.sandbox")
public record SandboxProperties(
        boolean enabled,

        @NotNull @DecimalMin("0") @Digits(integer = 18, fraction = 8)
        BigDecimal initialUsd,

        @NotNull MarketMode market,
        long marketSeed,

        @NotNull @DurationMin(millis = 50) Duration moveInterval,

        @NotNull @DurationMin Duration tradeInterval) {
    /** How the house quotes. */
    public enum MarketMode {
        STATIC,
        RANDOM_WALK
    }
}
