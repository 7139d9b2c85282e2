package io.hft.engine.stats;

/**
 * How much a count has grown within the last second. Somebody samples it a few times a second; any thread reads.
 */
public final class Rate {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int SAMPLES = 8;

    private final long[] nanos = new long[SAMPLES];
    private final long[] counts = new long[SAMPLES];
    private int size;
    private int newest = -1;

    /** The count at a moment of {@link System#nanoTime}; not before the last sample's. */
    public synchronized void sample(final long atNanos, final long count) {
        newest = (newest + 1) % SAMPLES;
        nanos[newest] = atNanos;
        counts[newest] = count;
        size = Math.min(size + 1, SAMPLES);
    }

    /** Growth per second between the youngest sample that is a second old (or else the oldest) and this moment. */
    public synchronized long perSecond(final long atNanos, final long count) {
        for (int age = 0; age < size; age++) {
            final int index = Math.floorMod(newest - age, SAMPLES);
            final long passed = atNanos - nanos[index];
            if (passed >= SECOND_NANOS || age == size - 1) {
                return passed <= 0 ? 0 : Math.round((count - counts[index]) * (double) SECOND_NANOS / passed);
            }
        }
        return 0;
    }
}
