package io.hft.it.support;

import java.util.Random;

/** Where random tests begin: printed, and taken back with {@code -Dhft.seed=N}. */
public final class Seed {
    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    public static Seed forTest(String name) {
        long value = Long.getLong("hft.seed", new Random().nextLong());
        System.out.println(name + ": seed " + value + " (repeat with -Dhft.seed=" + value + ")");
        return new Seed(value);
    }

    /** The random numbers of one of several threads. */
    public Random random(int thread) {
        return new Random(value * 31 + thread);
    }
}
