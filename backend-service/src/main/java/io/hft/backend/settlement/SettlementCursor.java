package io.hft.backend.settlement;

import org.jspecify.annotations.Nullable;

/**
 * How far a shard is booked.
 *
 * @param sequence of the last booked event, 0 before the first
 * @param fingerprint of that event ({@link EventFingerprint}); null when it was booked before there were fingerprints
 * @param diverged why the engine's log does not continue from there, as the last leader found; null while it does
 */
record SettlementCursor(
        long sequence,
        byte @Nullable [] fingerprint,
        @Nullable String diverged) {
    static final SettlementCursor BEFORE_THE_FIRST = new SettlementCursor(0, null, null);
}
