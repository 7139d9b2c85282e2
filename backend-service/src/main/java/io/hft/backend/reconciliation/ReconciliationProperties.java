package io.hft.backend.reconciliation;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often and how much.
 *
 * @param enabled {@code HFT_RECONCILIATION}: whether there is a continuous look; on demand it works in any case
 * @param interval {@code HFT_RECONCILIATION_INTERVAL}: between two continuous looks, at least; never more than a twentieth of the time is
 *     spent on them
 * @param rowsPerRun how many accounts, finished orders and fills one continuous look takes of those that it goes round over
 * @param eventsPerRun how many of the last events one continuous look reads again
 * @param drainTimeout how long to wait for the settler to book what the engine has shown
 * @param fullTimeout how long a full run may take
 */
@Validated
@ConfigurationProperties("hft.reconciliation")
public record ReconciliationProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("30s") @NotNull @DurationMin(millis = 50)
        Duration interval,

        @DefaultValue("5000") @Min(1) int rowsPerRun,
        @DefaultValue("20000") @Min(2) int eventsPerRun,
        @DefaultValue("10s") @NotNull Duration drainTimeout,
        @DefaultValue("10m") @NotNull Duration fullTimeout) {}
