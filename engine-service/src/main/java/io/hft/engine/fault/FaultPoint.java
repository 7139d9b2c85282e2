package io.hft.engine.fault;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places where a test can kill this process, as a crash would: {@code HFT_TEST_FAULT_POINT=name} the first time that it is passed,
 * {@code name:N} the Nth time. Without the variable they do nothing. Any thread.
 */
public enum FaultPoint {
    /** The journal has written a batch, and not forced it. */
    AFTER_JOURNAL_WRITE,
    /** The journal has forced a batch, and nobody has heard of it. */
    AFTER_JOURNAL_FORCE,
    /** A batch's events are in the event log, and its answers have not left. */
    BEFORE_ANSWER,
    /** A snapshot's file is there, and empty but for its header. */
    SNAPSHOT_BEGUN,
    /** All of a snapshot is written, and not forced. */
    SNAPSHOT_WRITTEN,
    /** A snapshot is on the device and checked, and does not have its name yet. */
    SNAPSHOT_FORCED,
    /** A snapshot has its name, and nothing is pruned yet. */
    SNAPSHOT_RENAMED,
    /** The journal is pruned behind a snapshot, and the event log is not. */
    JOURNAL_PRUNED;

    private static final Logger LOG = LoggerFactory.getLogger(FaultPoint.class);
    private static final String VARIABLE = "HFT_TEST_FAULT_POINT";
    private static final int KILLED = 137;

    private final boolean armed;
    private final AtomicInteger left;

    FaultPoint() {
        final int passings = passings(System.getenv(VARIABLE), text());
        armed = passings > 0;
        left = new AtomicInteger(passings);
    }

    /** Halts the process if this point is chosen. */
    public void reached() {
        if (armed && left.decrementAndGet() == 0) {
            LOG.error("halting at fault point {}", text());
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** As the variable names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** At which passing the point is due; 0 when it is not chosen. */
    static int passings(final @Nullable String chosen, final String name) {
        if (chosen == null) {
            return 0;
        }
        final String[] parts = chosen.trim().split(":", 2);
        if (!parts[0].equals(name)) {
            return 0;
        }
        return parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    }
}
