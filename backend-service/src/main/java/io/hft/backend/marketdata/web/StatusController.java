package io.hft.backend.marketdata.web;

import io.hft.backend.marketdata.ExchangeStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client asks before it trades. */
@RestController
@Tag(name = "Market")
class StatusController {
    private final ExchangeStatus status;
    private final Clock clock;

    StatusController(ExchangeStatus status, Clock clock) {
        this.status = status;
        this.clock = clock;
    }

    @GetMapping("/api/v1/time")
    @SecurityRequirements
    @Operation(summary = "The exchange's clock")
    TimeResponse time() {
        Instant now = clock.instant();
        return new TimeResponse(now, now.toEpochMilli());
    }

    @GetMapping("/api/v1/status")
    @SecurityRequirements
    @Operation(
            summary = "Whether the exchange can be traded on",
            description =
                    "The trading state of each market, whether the engine answers, and how many of its events are not booked yet."
                            + " Looked up twice a second at most. For machines that watch the exchange there is /health.")
    StatusResponse status() {
        return StatusResponse.of(status.present());
    }

    @Schema(name = "Time")
    record TimeResponse(
            Instant timestamp,
            @Schema(example = "1767225600000") long epochMillis) {}
}
