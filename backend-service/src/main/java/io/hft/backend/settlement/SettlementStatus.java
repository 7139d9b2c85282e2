package io.hft.backend.settlement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a shard is booked, as this backend knows it; for health.
 *
 * @param cursor the last booked event, -1 when not known yet
 * @param lastEventAt engine time of the last event that this backend booked itself
 * @param shortfalls how often an account could not pay for a trade, ever; an alarm. Only the leader knows
 * @param problem why booking stands still, null while it does not
 */
public record SettlementStatus(
        int shard,
        Role role,
        long cursor,
        @Nullable Instant lastEventAt,
        long shortfalls,
        @Nullable String problem) {
    public enum Role {
        /** Looking for the database. */
        STARTING,
        /** Another backend books; this one listens. */
        FOLLOWER,
        LEADER
    }

    public boolean isSound() {
        return problem == null;
    }
}
