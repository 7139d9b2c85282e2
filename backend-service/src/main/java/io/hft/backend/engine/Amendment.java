package io.hft.backend.engine;

/**
 * The engine's answer to a cancel or replace.
 *
 * @param rejectReason why nothing changed, {@code NONE} when it did
 * @param lastSequence whoever has applied the shard's events up to here has seen the whole outcome
 */
public record Amendment(String rejectReason, int shard, long lastSequence) {
    /** The engine's word for "no reason". */
    public static final String NO_REASON = "NONE";

    public boolean accepted() {
        return rejectReason.equals(NO_REASON);
    }
}
