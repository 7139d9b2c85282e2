package io.hft.backend.stream;

import org.jspecify.annotations.Nullable;

/** What a client proves itself by. */
sealed interface Credentials {
    /** An access token of register, login or refresh. */
    record AccessToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "AccessToken";
        }
    }

    /** A signed request: over timestamp, {@code GET}, {@code /ws/v1} and an empty body, as a request of that address would be. */
    record ApiKey(String keyId, String timestamp, @Nullable String recvWindow, String signature)
            implements Credentials {
        @Override
        public String toString() {
            return "ApiKey[" + keyId + "]";
        }
    }
}
