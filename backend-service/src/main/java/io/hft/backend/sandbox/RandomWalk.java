package io.hft.backend.sandbox;

import io.hft.backend.instruments.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A walk in whole ticks around the reference price: steps of up to two hundredths of a percent, pulled back towards the reference, and never
 * farther from it than half of the price band. The same seed gives the same walk of a symbol.
 */
final class RandomWalk implements PriceProcess {
    private static final int STEP_PER_TEN_THOUSAND = 2;
    private static final int DEFAULT_BAND_BASIS_POINTS = 1000;
    /** Share of the distance that each step goes back. */
    private static final int PULL_DIVISOR = 200;

    private final long seed;
    private final Map<String, Walk> walks = new HashMap<>();

    RandomWalk(long seed) {
        this.seed = seed;
    }

    @Override
    public BigDecimal next(Instrument instrument) {
        return walks.computeIfAbsent(instrument.symbol(), symbol -> new Walk(instrument, seed))
                .step();
    }

    private static final class Walk {
        private final BigDecimal tick;
        private final long referenceTicks;
        private final long rangeTicks;
        private final long stepTicks;
        private final SplittableRandom random;
        private long ticks;

        Walk(Instrument instrument, long seed) {
            tick = instrument.tickSize();
            referenceTicks = instrument
                    .referencePrice()
                    .divide(tick, 0, RoundingMode.HALF_UP)
                    .longValueExact();
            int band = instrument.priceBandBasisPoints() == 0
                    ? DEFAULT_BAND_BASIS_POINTS
                    : instrument.priceBandBasisPoints();
            rangeTicks = Math.max(1, referenceTicks * band / 10_000 / 2);
            stepTicks = Math.max(1, referenceTicks * STEP_PER_TEN_THOUSAND / 10_000);
            random = new SplittableRandom(seed * 31 + instrument.symbol().hashCode());
            ticks = referenceTicks;
        }

        BigDecimal step() {
            long move = random.nextLong(-stepTicks, stepTicks + 1) - (ticks - referenceTicks) / PULL_DIVISOR;
            ticks = Math.clamp(ticks + move, referenceTicks - rangeTicks, referenceTicks + rangeTicks);
            ticks = Math.max(2, ticks);
            return tick.multiply(BigDecimal.valueOf(ticks));
        }
    }
}
