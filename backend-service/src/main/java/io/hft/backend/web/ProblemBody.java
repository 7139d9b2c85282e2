package io.hft.backend.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A problem as it goes over the wire (RFC 9457 with extension members). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "error_code",
    "message",
    "retryable",
    "errors",
    "timestamp",
    "request_id"
})
@Schema(name = "Problem", description = "What went wrong, as application/problem+json (RFC 9457).")
public record ProblemBody(
        @Schema(example = "urn:hft:problem:liquidity") String type,
        @Schema(example = "Not enough money") String title,
        @Schema(example = "402") int status,

        @Schema(example = "150000.00000000 USD needed, 100000.00000000 available")
        String detail,

        @Schema(example = "/api/v1/trading/execute") String instance,

        @JsonProperty("error_code") @Schema(example = "ERR_LIQUIDITY")
        String errorCode,

        @Schema(description = "The same as detail.") String message,

        @Schema(description = "Whether the same request may succeed later.")
        boolean retryable,

        @Schema(description = "Fields and rules; only when validation failed.") @Nullable
        List<FieldError> errors,

        @Schema(example = "2026-01-01T12:00:00.000Z") Instant timestamp,

        @JsonProperty("request_id") @Schema(example = "01J9ZK3V7Q") @Nullable
        String requestId) {
    static ProblemBody of(Problem problem, String instance, @Nullable String requestId, Instant now) {
        ErrorCode code = problem.code();
        return new ProblemBody(
                code.type(),
                code.title(),
                code.status(),
                problem.detail(),
                instance,
                code.code(),
                problem.detail(),
                problem.retryable(),
                problem.errors().isEmpty() ? null : problem.errors(),
                now,
                requestId);
    }
}
