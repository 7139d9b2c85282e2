package io.hft.backend.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the audit log.
 *
 * @param requestId of the request that did it, as in its answer and in the log
 * @param address where that request came from
 */
public record AuditEntry(
        long auditId,
        Instant at,
        String action,
        @Nullable Long actorId,
        @Nullable String target,
        Map<String, String> details,
        @Nullable String requestId,
        @Nullable String address) {}
