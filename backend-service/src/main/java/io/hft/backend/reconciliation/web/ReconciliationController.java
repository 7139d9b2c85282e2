package io.hft.backend.reconciliation.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.web.AdminAccess;
import io.hft.backend.reconciliation.Drift;
import io.hft.backend.reconciliation.Reconciler;
import io.hft.backend.reconciliation.Reconciliation;
import io.hft.backend.reconciliation.Reconciliation.Scope;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Admin")
class ReconciliationController {
    private static final int RETRY_SECONDS = 30;

    private final Reconciler reconciler;

    ReconciliationController(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @GetMapping("/api/v1/admin/reconciliation")
    @Operation(
            summary = "Compare engine and database",
            description =
                    "Compares everything, now, and answers when that is done: open orders, holds, balances, fills, and every event"
                            + " that the engine still has. With last=true it answers at once with what the continuous comparison"
                            + " found last. Changes nothing.")
    ResponseEntity<ReconciliationResponse> reconcile(
            Principal principal,
            @Parameter(description = "Do not compare now.") @RequestParam(defaultValue = "false") boolean last)
            throws InterruptedException {
        AdminAccess.require(principal);
        Reconciliation result = last
                ? reconciler.last().orElseThrow(() -> Problem.of(
                                ErrorCode.UNAVAILABLE,
                                "This backend has not compared yet; it does after some seconds, if it is the one that settles")
                        .withRetryAfter(RETRY_SECONDS)
                        .asException())
                : reconciler.full();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(ReconciliationResponse.of(result));
    }

    @Schema(name = "Reconciliation")
    record ReconciliationResponse(
            @Schema(example = "OK") Verdict status,
            Scope scope,
            Instant checkedAt,
            @Schema(example = "42") long durationMs,
            @Schema(example = "0") int driftCount,
            List<DriftResponse> drifts,

            @Schema(
                    description = "The event up to which each shard was booked when the comparison began.",
                    example = "{\"0\": 1234}")
            Map<Integer, Long> booked,

            @Schema(description = "How much was looked at.", example = "{\"open_orders\": 30, \"events\": 1234}")
            Map<String, Long> counts,

            @Schema(description = "What could not be compared, and why.")
            List<String> skipped) {
        enum Verdict {
            /** No difference. */
            OK,
            /** There are differences. */
            DRIFT,
            /** No difference in what could be compared, and not all could be. */
            INCOMPLETE
        }

        static ReconciliationResponse of(Reconciliation result) {
            Verdict verdict = !result.drifts().isEmpty()
                    ? Verdict.DRIFT
                    : result.skipped().isEmpty() ? Verdict.OK : Verdict.INCOMPLETE;
            return new ReconciliationResponse(
                    verdict,
                    result.scope(),
                    result.checkedAt(),
                    result.duration().toMillis(),
                    result.drifts().size(),
                    result.drifts().stream().map(DriftResponse::of).toList(),
                    result.booked(),
                    result.counts(),
                    result.skipped());
        }
    }

    @Schema(name = "Drift")
    record DriftResponse(
            Drift.Kind kind,

            @Schema(example = "order 1000000000007 (BTC-USD)")
            String subject,

            @Schema(
                    example = "holds 49000",
                    description = "What the engine says, or what orders and transfers add up to.")
            String expected,

            @Schema(example = "holds 48000", description = "What the database has.")
            String found,

            @Schema(description = "When this backend saw it first.")
            Instant since) {
        static DriftResponse of(Drift drift) {
            return new DriftResponse(drift.kind(), drift.subject(), drift.expected(), drift.found(), drift.since());
        }
    }
}
