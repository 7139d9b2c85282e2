package io.hft.bench.load;

/**
 * What is put on the platform.
 *
 * @param rate requests a second of all users together
 * @param warmupSeconds of the same before it counts
 * @param seconds that count
 * @param seed of who does what when
 */
record LoadSettings(int users, double rate, int warmupSeconds, int seconds, long seed) {
    /** Between two requests of a user, on average. */
    double thinkSeconds() {
        return users / rate;
    }
}
