package io.hft.it.chaos;

/** What can be killed and paused. */
enum Part {
    ENGINE,
    BACKEND,
    POSTGRES;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
