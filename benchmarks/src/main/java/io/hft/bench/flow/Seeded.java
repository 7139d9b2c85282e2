package io.hft.bench.flow;

/** Numbers from a seed (SplitMix64, Steele et al., OOPSLA 2014), the same on every JVM. */
final class Seeded {
    private long state;

    Seeded(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    /** 0 to {@code bound - 1}, as evenly as 32 bits allow. */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** Nearly normal, mean 0: four uniform numbers added. In thousandths of the standard deviation. */
    int normalThousandths() {
        final long bits = next();
        final long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48) - 2 * 0xFFFF;
        // One uniform number of 16 bits has the deviation 65536 / sqrt(12), four of them together twice that.
        return (int) (sum * 1_732 / 65_536);
    }

    /** Puts the elements into an order of chance. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            final int other = below(i + 1);
            final int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }
}
