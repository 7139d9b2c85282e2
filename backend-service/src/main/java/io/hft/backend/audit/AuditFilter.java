package io.hft.backend.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which entries somebody wants to see; null means any. {@code from} is inclusive, {@code to} is not. */
public record AuditFilter(
        @Nullable String action,
        @Nullable Long actorId,
        @Nullable Instant from,
        @Nullable Instant to) {}
