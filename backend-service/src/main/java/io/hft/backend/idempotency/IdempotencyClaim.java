package io.hft.backend.idempotency;

/**
 * A wish to be the first with a key.
 *
 * @param scope method and path, so that one key means one thing per endpoint
 * @param key at most 255 characters
 */
public record IdempotencyClaim(long userId, String scope, String key, Fingerprint fingerprint) {}
