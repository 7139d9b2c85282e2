package io.hft.backend.identity;

import java.time.Instant;
import java.util.Set;

/** An API key of a user, without its secret. */
public record ApiKey(String keyId, String label, Set<Scope> scopes, Instant createdAt) {}
