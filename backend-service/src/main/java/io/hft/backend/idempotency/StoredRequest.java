package io.hft.backend.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * A request whose key is taken.
 *
 * @param orderId the order that it placed
 * @param answer the first answer, null until somebody has composed it
 */
public record StoredRequest(
        long requestId,
        Fingerprint fingerprint,
        long orderId,
        @Nullable StoredAnswer answer) {}
