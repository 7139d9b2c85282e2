package io.hft.backend.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A good credential: who it stands for and until when. Whether it still does is asked of {@link CredentialCheck#isValid}.
 *
 * @param sessionId of an access token's login, null for an API key
 * @param keyId of an API key, null for an access token
 * @param expiresAt null: does not expire by itself
 */
public record Credential(
        Principal principal,
        @Nullable UUID sessionId,
        @Nullable String keyId,
        @Nullable Instant expiresAt) {
    static Credential ofLogin(Principal principal, UUID sessionId, Instant expiresAt) {
        return new Credential(principal, sessionId, null, expiresAt);
    }

    static Credential ofApiKey(Principal principal, String keyId) {
        return new Credential(principal, null, keyId, null);
    }

    public boolean isApiKey() {
        return keyId != null;
    }
}
