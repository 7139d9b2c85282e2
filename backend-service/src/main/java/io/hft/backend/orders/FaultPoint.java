package io.hft.backend.orders;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test can kill this process, as a crash would: {@code HFT_TEST_FAULT_POINT=name} the first time that an order passes it,
 * {@code name:N} the Nth time. Without the variable they do nothing. The exchange's own users do not set them off, so that a market can be
 * made first. Any thread.
 */
public enum FaultPoint {
    /** The order is committed as {@code PENDING_NEW} with its hold, and not yet submitted. */
    AFTER_HOLD,
    /** The engine has answered the submission, and nobody here has taken note of it. */
    AFTER_SUBMIT,
    /** The engine has the order and its events have arrived; the settling transaction is about to commit. */
    BEFORE_SETTLEMENT,
    /** The settling transaction is committed, and nobody here has heard of it. */
    AFTER_SETTLEMENT,
    /** The order's outcome is booked and its answer kept under its key, and the caller does not have it. */
    BEFORE_ANSWER;

    private static final Logger log = LoggerFactory.getLogger(FaultPoint.class);
    private static final String VARIABLE = "HFT_TEST_FAULT_POINT";
    private static final long FIRST_OWN_USER_ID = 9_000_000_000L;
    private static final int KILLED = 137;

    private final boolean armed;
    private final AtomicInteger left;

    FaultPoint() {
        int passings = passings(System.getenv(VARIABLE), text());
        armed = passings > 0;
        left = new AtomicInteger(passings);
    }

    /** Halts the process if this point is chosen and it is the passing that was named. */
    public void reachedFor(long userId) {
        if (armed && userId < FIRST_OWN_USER_ID && left.decrementAndGet() == 0) {
            log.error("halting at fault point {}", text());
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** As the variable names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** At which passing the point is due; 0 when it is not chosen. */
    static int passings(@Nullable String chosen, String name) {
        if (chosen == null) {
            return 0;
        }
        String[] parts = chosen.trim().split(":", 2);
        if (!parts[0].equals(name)) {
            return 0;
        }
        return parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    }
}
