package io.hft.backend.idempotency;

/** An answer as it went, or goes, over the wire. */
public record StoredAnswer(int status, String contentType, String body) {}
