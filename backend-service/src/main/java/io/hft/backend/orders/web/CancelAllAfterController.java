package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.identity.Principal;
import io.hft.backend.orders.DeadMansSwitch;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Orders")
class CancelAllAfterController {
    private static final int SECONDS_MAX = 86_400;

    private final DeadMansSwitch deadMansSwitch;

    CancelAllAfterController(DeadMansSwitch deadMansSwitch) {
        this.deadMansSwitch = deadMansSwitch;
    }

    @PostMapping("/api/v1/orders/cancel-all-after")
    @Operation(
            summary = "Have all your open orders cancelled unless you call again in time",
            description =
                    "A dead man's switch: each call moves the time, 0 switches it off. It is kept when the exchange restarts. Needs no key:"
                            + " repeating it is what it is for.")
    CancelAllAfter set(Principal principal, @RequestBody CancelAllAfterRequest request) {
        Integer seconds = request.timeoutSeconds();
        if (seconds == null || seconds < 0 || seconds > SECONDS_MAX) {
            throw Problem.validation("timeout_seconds", "range", "must be 0 to " + SECONDS_MAX)
                    .asException();
        }
        if (seconds == 0) {
            deadMansSwitch.disarm(principal.userId());
            return new CancelAllAfter(null);
        }
        return new CancelAllAfter(deadMansSwitch.arm(principal.userId(), Duration.ofSeconds(seconds)));
    }

    @Schema(name = "CancelAllAfterRequest")
    record CancelAllAfterRequest(
            @JsonProperty("timeout_seconds")
            @Schema(description = "0 to 86400; 0 switches it off.", example = "60")
            @Nullable
            Integer timeoutSeconds) {}

    @Schema(name = "CancelAllAfter")
    record CancelAllAfter(
            @JsonProperty("cancel_at")
            @Schema(description = "null when it is off", example = "2026-01-01T12:01:00Z")
            @Nullable
            Instant cancelAt) {}
}
