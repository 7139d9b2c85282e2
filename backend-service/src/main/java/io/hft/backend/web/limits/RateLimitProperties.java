package io.hft.backend.web.limits;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much a caller may ask for.
 *
 * @param enabled whether anything is counted at all
 * @param orders of a user, or of an address
 * @param cancels of a user, or of an address
 * @param reads of a user
 * @param anonymousReads of an address
 * @param logins of an address
 */
@Validated
@ConfigurationProperties("hft.limits")
public record RateLimitProperties(
        boolean enabled,
        @NotNull @Valid Rate orders,
        @NotNull @Valid Rate cancels,
        @NotNull @Valid Rate reads,
        @NotNull @Valid Rate anonymousReads,
        @NotNull @Valid Rate logins) {
    /**
     * A bucket: {@code burst} at once, and {@code perSecond} in the long run.
     */
    public record Rate(
            @Min(1) @Max(1_000_000) int perSecond,
            @Min(1) @Max(1_000_000) int burst) {}

    Rate of(Budget budget) {
        return switch (budget) {
            case ORDERS -> orders;
            case CANCELS -> cancels;
            case READS -> reads;
            case ANONYMOUS_READS -> anonymousReads;
            case LOGINS -> logins;
        };
    }
}
