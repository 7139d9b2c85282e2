package io.hft.backend.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param drifts those of this run, and earlier ones that it did not look at
 * @param booked the event up to which each shard was booked when the run began
 * @param counts what was looked at
 * @param skipped what could not be compared, and why; without it all that the scope names was compared
 */
public record Reconciliation(
        Scope scope,
        Instant checkedAt,
        Duration duration,
        List<Drift> drifts,
        Map<Integer, Long> booked,
        Map<String, Long> counts,
        List<String> skipped) {
    /** How much is looked at. */
    public enum Scope {
        /** What can be compared in a moment: open orders, holds, sums, the last events, and each time another part of accounts and orders. */
        CURRENT,
        /** Everything since the beginning. */
        FULL
    }

    public Reconciliation {
        drifts = List.copyOf(drifts);
        booked = Map.copyOf(booked);
        counts = Map.copyOf(counts);
        skipped = List.copyOf(skipped);
    }
}
