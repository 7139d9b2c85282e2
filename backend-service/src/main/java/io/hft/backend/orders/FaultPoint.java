package io.hft.backend.orders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test can kill this process, chosen by {@code HFT_TEST_FAULT_POINT}; without it they do nothing. The exchange's own
 * users do not set them off, so that a market can be made first.
 */
public enum FaultPoint {
    /** The order is committed as {@code PENDING_NEW} with its hold, and not yet submitted. */
    AFTER_HOLD("after-hold"),
    /** The engine has the order and its events have arrived; the settling transaction is about to commit. */
    BEFORE_SETTLEMENT("before-settlement");

    private static final Logger log = LoggerFactory.getLogger(FaultPoint.class);
    private static final long FIRST_OWN_USER_ID = 9_000_000_000L;
    private static final int KILLED = 137;

    private final boolean armed;

    FaultPoint(String name) {
        this.armed = name.equals(System.getenv("HFT_TEST_FAULT_POINT"));
    }

    /** Halts the process if this point is chosen. */
    public void reachedFor(long userId) {
        if (armed && userId < FIRST_OWN_USER_ID) {
            log.error("halting at fault point {}", name());
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
