package io.hft.backend.api;

import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A request without its credentials.
 *
 * @param path with its query
 * @param body JSON, empty for none
 * @param keyed whether it goes with a fresh idempotency key
 */
record ApiRequest(String method, String path, String body, boolean keyed) {
    static ApiRequest get(String path) {
        return new ApiRequest("GET", path, "", false);
    }

    /** With a fresh idempotency key. */
    static ApiRequest post(String path, String body) {
        return new ApiRequest("POST", path, body, true);
    }

    ApiRequest to(String otherPath) {
        return new ApiRequest(method, otherPath, body, keyed);
    }

    ApiRequest with(String otherBody) {
        return new ApiRequest(method, path, otherBody, keyed);
    }

    Answer send(Http http, String... credentials) {
        return send(http, UUID.randomUUID().toString(), credentials);
    }

    /** @param key for idempotency, if it is sent with one */
    Answer send(Http http, String key, String[] credentials) {
        List<String> headers = new ArrayList<>(List.of(credentials));
        if (!body.isEmpty()) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        if (keyed) {
            headers.addAll(List.of("Idempotency-Key", key));
        }
        return http.send(
                method,
                path,
                body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8),
                false,
                headers.toArray(String[]::new));
    }
}
