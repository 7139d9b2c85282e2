package io.hft.backend.stream;

/** So many messages at once, and so many a second on the average. Used by one thread at a time. */
final class Limiter {
    private static final long NANOS = 1_000_000_000L;
    /** Whoever has so many more messages refused than taken does not listen. */
    private static final int PATIENCE = 200;

    private final long perSecond;
    private final long burst;
    private long credit;
    private long last = System.nanoTime();
    private int refused;

    Limiter(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.credit = burst * NANOS;
    }

    synchronized boolean allows() {
        long now = System.nanoTime();
        credit = Math.min(burst * NANOS, credit + Math.min(now - last, 60 * NANOS) * perSecond);
        last = now;
        if (credit < NANOS) {
            refused++;
            return false;
        }
        credit -= NANOS;
        refused = Math.max(0, refused - 1);
        return true;
    }

    synchronized boolean isHopeless() {
        return refused > PATIENCE;
    }
}
