package io.hft.backend.reconciliation;

import java.time.Duration;

/** When a run has to come to its end, whole or not. */
record Deadline(long nanoTime) {
    static final String PASSED = "not all: the time of a run is over, or there are too many differences";

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean isPassed() {
        return System.nanoTime() - nanoTime > 0;
    }
}
