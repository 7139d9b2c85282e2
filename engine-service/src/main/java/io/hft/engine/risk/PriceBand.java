package io.hft.engine.risk;

/** The edges of the band around a reference price; exact, and never beyond the prices that there are. */
final class PriceBand {
    private static final int BASIS_POINTS = 10_000;

    private PriceBand() {}

    /** The highest price of a buy. */
    static long upper(long referenceTicks, int basisPoints) {
        final long upper = referenceTicks + width(referenceTicks, basisPoints);
        return upper < 0 ? Long.MAX_VALUE : upper;
    }

    /** The lowest price of a sell, at least one tick. */
    static long lower(long referenceTicks, int basisPoints) {
        return Math.max(1, referenceTicks - width(referenceTicks, basisPoints));
    }

    // reference * basisPoints / 10,000, rounded down, in steps that cannot overflow: at most the reference itself.
    private static long width(long referenceTicks, int basisPoints) {
        return referenceTicks / BASIS_POINTS * basisPoints + referenceTicks % BASIS_POINTS * basisPoints / BASIS_POINTS;
    }
}
