package io.hft.backend.identity;

import java.time.Duration;

/**
 * What a login yields.
 *
 * @param accessToken a signed JWT
 * @param refreshToken good for one renewal
 */
public record Tokens(User user, String accessToken, String refreshToken, Duration expiresIn) {
    @Override
    public String toString() {
        return "Tokens of user " + user.userId();
    }
}
