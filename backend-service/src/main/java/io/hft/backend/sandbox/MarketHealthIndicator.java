package io.hft.backend.sandbox;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Part {@code market}: the house has quoted, so that there is somebody to trade with. */
final class MarketHealthIndicator extends AbstractHealthIndicator {
    private final HouseQuotes quotes;

    MarketHealthIndicator(HouseQuotes quotes) {
        super("market check failed");
        this.quotes = quotes;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        if (quotes.isQuoted()) {
            health.up();
        } else {
            health.down().withDetail("reason", "the house has not quoted yet");
        }
    }
}
