package io.hft.backend.settlement;

import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Part {@code settlement}: every shard is booked, here or by another backend. */
@Component("settlementHealthIndicator")
class SettlementHealthIndicator extends AbstractHealthIndicator {
    private final Settler settler;

    SettlementHealthIndicator(Settler settler) {
        super("settlement check failed");
        this.settler = settler;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<SettlementStatus> shards = settler.status();
        long shortfalls =
                shards.stream().mapToLong(SettlementStatus::shortfalls).sum();
        if (shortfalls > 0) {
            health.withDetail(
                    "warning",
                    shortfalls
                            + " times an account could not pay for a trade and the external account did; see the log");
        }
        for (SettlementStatus shard : shards) {
            health.withDetail("shard " + shard.shard(), shard.role() + ", booked up to event " + shard.cursor());
            if (!shard.isSound()) {
                health.down().withDetail("reason", "shard " + shard.shard() + ": " + shard.problem());
                return;
            }
        }
        if (shards.isEmpty()) {
            health.down().withDetail("reason", "no instrument is known yet, so there is nothing to book");
        } else {
            health.up();
        }
    }
}
