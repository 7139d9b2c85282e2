package io.hft.backend.audit.web;

import io.hft.backend.audit.AuditEntry;
import io.hft.backend.audit.AuditFilter;
import io.hft.backend.audit.AuditLog;
import io.hft.backend.web.cursor.Cursors;
import io.hft.backend.web.cursor.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Admin")
class AuditController {
    private static final String LIST = "admin/audit";

    private final AuditLog audit;
    private final Cursors cursors;

    AuditController(AuditLog audit, Cursors cursors) {
        this.audit = audit;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/admin/audit")
    @Operation(
            summary = "The audit log",
            description =
                    "Logins and failures, API keys, what operators did: the newest first. Entries are never changed or removed."
                            + " next_cursor is the cursor of the next page, null on the last.")
    AuditPage entries(
            @Parameter(example = "login.failed") @RequestParam(required = false) @Nullable String action,
            @Parameter(description = "Who did it.", example = "2")
                    @RequestParam(name = "actor_id", required = false)
                    @Nullable
                    Long actorId,
            @Parameter(description = "At or after.", example = "2026-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant from,
            @Parameter(description = "Before.", example = "2036-01-01T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant to,
            @Parameter(example = "100") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        PageLimit.check(limit);
        AuditFilter filter = new AuditFilter(storable(action), actorId, from, to);
        List<String> filters = List.of(filter.toString());
        Long before = cursor == null ? null : Long.valueOf(cursors.read(LIST, filters, cursor));
        List<AuditEntry> found = audit.entries(filter, before, limit + 1);
        return new AuditPage(
                PageLimit.page(found, limit).stream().map(EntryResponse::of).toList(),
                PageLimit.next(found, limit, last -> cursors.write(LIST, filters, Long.toString(last.auditId()))));
    }

    /** The database takes no NUL; there is no such action either way. */
    private static @Nullable String storable(@Nullable String action) {
        return action == null ? null : action.replace('\0', '?');
    }

    @Schema(name = "AuditPage")
    record AuditPage(List<EntryResponse> items, @Nullable String nextCursor) {}

    @Schema(name = "AuditEntry")
    record EntryResponse(
            @Schema(example = "42") String auditId,
            Instant at,

            @Schema(example = "user.suspended") String action,

            @Schema(example = "2", description = "Who did it; null for somebody who was not logged in.") @Nullable
            Long actorId,

            @Schema(example = "user 7") @Nullable String target,

            @Schema(example = "{\"reason\": \"asked for it by mail\"}")
            Map<String, String> details,

            @Schema(example = "0f8fad5bd9cb469fa16570867728950e") @Nullable
            String requestId,

            @Schema(example = "127.0.0.1") @Nullable String address) {
        static EntryResponse of(AuditEntry entry) {
            return new EntryResponse(
                    Long.toString(entry.auditId()),
                    entry.at(),
                    entry.action(),
                    entry.actorId(),
                    entry.target(),
                    entry.details(),
                    entry.requestId(),
                    entry.address());
        }
    }
}
