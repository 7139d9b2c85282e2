package io.hft.backend.health;

import io.hft.backend.engine.EngineLink;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Part {@code engine}: the matching engine answers. */
@Component("engineHealthIndicator")
class EngineHealthIndicator extends AbstractHealthIndicator {
    private final EngineLink link;

    EngineHealthIndicator(EngineLink link) {
        super("engine check failed");
        this.link = link;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        if (link.isConnected()) {
            health.up();
        } else {
            health.down().withDetail("reason", link.problem().orElse("the engine does not answer"));
        }
    }
}
