package io.hft.backend.sandbox;

/** The exchange's own market maker. */
final class House {
    /** Far from the members' ids, which are counted up from 2. */
    static final long USER_ID = 9_000_000_001L;

    private House() {}
}
