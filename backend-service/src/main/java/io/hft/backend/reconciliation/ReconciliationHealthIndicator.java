package io.hft.backend.reconciliation;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Part {@code reconciliation}. A difference is a warning and takes nobody out of service: what works goes on working, and whether it may is
 * for people to decide.
 */
@Component("reconciliationHealthIndicator")
class ReconciliationHealthIndicator extends AbstractHealthIndicator {
    private static final int NAMED_MAX = 3;

    private final Reconciler reconciler;

    ReconciliationHealthIndicator(Reconciler reconciler) {
        super("reconciliation check failed");
        this.reconciler = reconciler;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        Optional<Reconciliation> last = reconciler.last();
        if (last.isEmpty()) {
            return;
        }
        List<Drift> drifts = last.get().drifts();
        health.withDetail("drifts", drifts.size())
                .withDetail("checked_at", last.get().checkedAt())
                .withDetail("duration_ms", last.get().duration().toMillis());
        if (!drifts.isEmpty()) {
            StringBuilder warning = new StringBuilder(drifts.size() + " differences:");
            drifts.stream().limit(NAMED_MAX).forEach(drift -> warning.append(' ')
                    .append(drift.kind())
                    .append(' ')
                    .append(drift.subject())
                    .append(';'));
            health.withDetail(
                    "warning",
                    warning.append(" see /api/v1/admin/reconciliation").toString());
        }
    }
}
