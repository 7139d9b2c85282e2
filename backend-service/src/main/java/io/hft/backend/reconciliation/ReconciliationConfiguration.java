package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Settings and metrics of the reconciliation. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconciliationProperties.class)
class ReconciliationConfiguration {
    private static final double MILLIS_PER_SECOND = 1_000;

    @Bean
    MeterBinder reconciliationMetrics(Reconciler reconciler, Clock clock) {
        return (MeterRegistry registry) -> {
            for (Kind kind : Kind.values()) {
                Gauge.builder("hft.reconciliation.drifts", reconciler, one -> drifts(one, kind))
                        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                        .description(
                                "Differences between engine and database, or within the database; each is an alarm")
                        .register(registry);
            }
            Gauge.builder("hft.reconciliation.last.run.age", reconciler, one -> one.last()
                            .map(last -> seconds(Duration.between(last.checkedAt(), clock.instant())))
                            .orElse(Double.NaN))
                    .baseUnit("seconds")
                    .description("Since the last comparison began; NaN where another backend compares")
                    .register(registry);
            Gauge.builder("hft.reconciliation.last.run.duration", reconciler, one -> one.last()
                            .map(last -> seconds(last.duration()))
                            .orElse(Double.NaN))
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("hft.reconciliation.skipped", reconciler, one -> one.last()
                            .map(last -> last.skipped().size())
                            .orElse(0))
                    .description("Comparisons that the last run could not make, for example while the engine is away")
                    .register(registry);
        };
    }

    private static long drifts(Reconciler reconciler, Kind kind) {
        return reconciler
                .last()
                .map(last -> last.drifts().stream()
                        .filter(drift -> drift.kind() == kind)
                        .count())
                .orElse(0L);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
