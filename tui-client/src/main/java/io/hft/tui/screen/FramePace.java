package io.hft.tui.screen;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When the next frame is drawn: after a change, and never more than {@value #FRAMES_PER_SECOND} within any second. */
final class FramePace {
    static final int FRAMES_PER_SECOND = 15;
    /** Rounded up: by a nanosecond less a second would hold one frame more. */
    private static final long FRAME_NANOS = Math.ceilDiv(TimeUnit.SECONDS.toNanos(1), FRAMES_PER_SECOND);

    private final LongSupplier nanos;
    private long drawn;
    private boolean changed = true;

    FramePace(LongSupplier nanos) {
        this.nanos = nanos;
        drawn = nanos.getAsLong() - FRAME_NANOS;
    }

    /** What is shown is no longer so. */
    void changed() {
        changed = true;
    }

    boolean isDue() {
        return changed && sinceFrame() >= FRAME_NANOS;
    }

    /** To be called when a frame has been drawn, so that slow terminals count from its end. */
    void drawn() {
        drawn = nanos.getAsLong();
        changed = false;
    }

    /** How long nothing has to be drawn, or {@code otherwise} when nothing has changed. */
    long untilDue(long otherwise) {
        return changed ? Math.max(0, FRAME_NANOS - sinceFrame()) : otherwise;
    }

    private long sinceFrame() {
        return nanos.getAsLong() - drawn;
    }
}
