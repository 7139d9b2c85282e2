package io.hft.backend.identity;

/** How the making of an API key ended. */
public sealed interface ApiKeyCreation {
    /** The only time that the secret is seen. */
    record Created(ApiKey key, String secret) implements ApiKeyCreation {
        @Override
        public String toString() {
            return "Created[" + key.keyId() + "]";
        }
    }

    /** The user has as many as one may have. */
    record TooMany(int max) implements ApiKeyCreation {}

    /** Only an operator can give the scope ADMIN. */
    record AdminOnly() implements ApiKeyCreation {}
}
