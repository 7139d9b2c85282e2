package io.hft.backend.identity;

import org.jspecify.annotations.Nullable;

/**
 * A request signed with an API key.
 *
 * @param timestamp milliseconds since 1970, as sent
 * @param recvWindow how many milliseconds the request is good for, as sent; null: 5,000
 * @param path with its query, as sent and not decoded
 * @param signature hexadecimal HMAC-SHA256 under the key's secret of timestamp, {@code recvWindow} where there is one, method, path and body,
 *     with nothing in between
 */
public record SignedRequest(
        String keyId,
        @Nullable String timestamp,
        @Nullable String recvWindow,
        String method,
        String path,
        byte[] body,
        @Nullable String signature) {
    @Override
    public String toString() {
        return "SignedRequest[" + keyId + " " + method + " " + path + "]";
    }
}
