package io.hft.engine.support;

import java.util.SplittableRandom;

/** The seed of a random test: a new one for each run, printed; {@code -Dhft.test.seed=N} repeats a run. */
public final class Seed {
    private static final long VALUE = Long.getLong("hft.test.seed", System.nanoTime());

    private Seed() {}

    /** A generator for one test; other tests have others from the same seed. */
    public static SplittableRandom random(String test) {
        System.out.println(test + ": repeat with -Dhft.test.seed=" + VALUE);
        return new SplittableRandom(VALUE ^ test.hashCode());
    }

    /**
     * How many random commands a test runs: its standard number, in proportion to {@code -Dhft.properties.commands=N} where 1,000,000
     * is the usual size.
     */
    public static int commands(int standard) {
        return (int) Math.max(1, standard * Long.getLong("hft.properties.commands", 1_000_000L) / 1_000_000);
    }
}
