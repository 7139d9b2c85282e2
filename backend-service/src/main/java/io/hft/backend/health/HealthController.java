package io.hft.backend.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Operation")
class HealthController {
    private static final String DATABASE = "database";
    private static final List<String> PARTS = List.of(DATABASE, "engine", "settlement", "reconciliation", "market");

    private final Map<String, HealthIndicator> parts = new TreeMap<>();
    private final Clock clock;

    HealthController(Map<String, HealthIndicator> indicators, Clock clock) {
        for (String part : PARTS) {
            HealthIndicator indicator = indicators.get(part + "HealthIndicator");
            if (indicator != null) {
                parts.put(part, indicator);
            }
        }
        this.clock = clock;
    }

    @GetMapping("/health")
    @SecurityRequirements
    @Operation(
            summary = "Whether the exchange works",
            description =
                    "200 and \"ok\"; else 503 and \"degraded\" (reads work) or \"down\" (no database), with the reason per part.")
    @ApiResponse(responseCode = "200", description = "Everything works")
    ResponseEntity<HealthResponse> health() {
        Map<String, PartResponse> states = new TreeMap<>();
        parts.forEach((name, indicator) -> states.put(name, PartResponse.of(indicator.health())));
        boolean databaseUp = states.get(DATABASE).up();
        boolean allUp = states.values().stream().allMatch(PartResponse::up);
        String status = allUp ? "ok" : databaseUp ? "degraded" : "down";
        return ResponseEntity.status(allUp ? 200 : 503)
                .cacheControl(CacheControl.noStore())
                .body(new HealthResponse(status, states, clock.instant()));
    }

    @Schema(name = "Health")
    record HealthResponse(
            @Schema(
                    example = "ok",
                    allowableValues = {"ok", "degraded", "down"})
            String status,

            Map<String, PartResponse> parts,
            Instant timestamp) {}

    @Schema(name = "HealthPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartResponse(
            @Schema(
                    example = "up",
                    allowableValues = {"up", "down"})
            String status,

            @Nullable String reason,

            @Schema(description = "What an operator should look at though the part works.") @Nullable
            String warning,

            @Schema(description = "Of reconciliation: how many differences there are.", example = "0") @Nullable
            Integer drifts,

            @Schema(description = "Of reconciliation: when it looked last.") @Nullable
            Instant checkedAt) {
        static PartResponse of(@Nullable Health health) {
            Object warning = health == null ? null : health.getDetails().get("warning");
            String toLookAt = warning == null ? null : warning.toString();
            if (health != null && Status.UP.equals(health.getStatus())) {
                return new PartResponse(
                        "up",
                        null,
                        toLookAt,
                        health.getDetails().get("drifts") instanceof Integer drifts ? drifts : null,
                        health.getDetails().get("checked_at") instanceof Instant checkedAt ? checkedAt : null);
            }
            Object reason = health == null ? null : health.getDetails().get("reason");
            return new PartResponse("down", reason == null ? "unknown" : reason.toString(), toLookAt, null, null);
        }

        boolean up() {
            return status.equals("up");
        }
    }
}
