package io.hft.backend.idempotency;

/** The client's name for one request: opaque, 1 to {@link #MAX_LENGTH} characters. */
public record IdempotencyKey(String value) {
    public static final int MAX_LENGTH = 255;
}
