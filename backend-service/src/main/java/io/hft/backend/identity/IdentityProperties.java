package io.hft.backend.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Tokens.
 *
 * @param issuer the {@code iss} claim
 * @param accessTokenTtl {@code HFT_ACCESS_TOKEN_TTL}: an access token cannot be taken back, so it lives shortly
 * @param refreshTokenTtl {@code HFT_REFRESH_TOKEN_TTL}
 */
@Validated
@ConfigurationProperties("hft.identity")
public record IdentityProperties(
        @NotBlank String issuer,
        @NotNull @DurationMin(seconds = 1) Duration accessTokenTtl,
        @NotNull @DurationMin(seconds = 1) Duration refreshTokenTtl) {}
