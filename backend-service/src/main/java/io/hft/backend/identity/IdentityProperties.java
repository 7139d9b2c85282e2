package io.hft.backend.identity;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Tokens, keys, logins.
 *
 * @param issuer the {@code iss} claim
 * @param accessTokenTtl {@code HFT_ACCESS_TOKEN_TTL}
 * @param refreshTokenTtl {@code HFT_REFRESH_TOKEN_TTL}
 * @param signingKeyMaxAge {@code HFT_SIGNING_KEY_MAX_AGE}: a signing key of that age is replaced
 * @param masterKey {@code HFT_MASTER_KEY}: base64 of 32 bytes; encrypts signing keys and secrets of API keys. Empty: that of a file
 * @param corsOrigins {@code HFT_CORS_ORIGINS}: web pages of which origins may call; none by default
 * @param login how many failed logins are too many
 * @param admin the first operator
 */
@Validated
@ConfigurationProperties("hft.identity")
public record IdentityProperties(
        @NotBlank String issuer,
        @NotNull @DurationMin(seconds = 1) Duration accessTokenTtl,
        @NotNull @DurationMin(seconds = 1) Duration refreshTokenTtl,
        @NotNull @DurationMin(minutes = 1) Duration signingKeyMaxAge,
        @NotNull String masterKey,
        @NotNull List<String> corsOrigins,
        @NotNull @Valid Login login,
        @NotNull @Valid Admin admin) {
    @Override
    public String toString() {
        return "IdentityProperties[" + issuer + "]";
    }

    /**
     * @param failuresPerAccount {@code HFT_LOGIN_FAILURES_PER_ACCOUNT}
     * @param failuresPerAddress {@code HFT_LOGIN_FAILURES_PER_ADDRESS}
     * @param window {@code HFT_LOGIN_WINDOW}: in which time
     */
    public record Login(
            @Min(1) int failuresPerAccount,
            @Min(1) int failuresPerAddress,
            @NotNull @DurationMin(seconds = 1) Duration window) {}

    /**
     * Made at start when there is a password and no such user.
     *
     * @param username {@code HFT_ADMIN_USERNAME}
     * @param password {@code HFT_ADMIN_PASSWORD}
     */
    public record Admin(@NotBlank String username, @NotNull String password) {
        @Override
        public String toString() {
            return "Admin[" + username + "]";
        }
    }
}
