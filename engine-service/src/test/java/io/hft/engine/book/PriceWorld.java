package io.hft.engine.book;

import java.util.SplittableRandom;

/** Where prices come from in random tests; a flow wanders from one world to another on the same book. */
public enum PriceWorld {
    /** A handful of ticks, so that levels are deep. */
    NARROW {
        @Override
        long price(SplittableRandom random, boolean buy, long middle) {
            return buy ? middle - random.nextLong(-2, 6) : middle + random.nextLong(-2, 6);
        }
    },
    /** Wider than a new hot band, so that it has to grow. */
    WIDE {
        @Override
        long price(SplittableRandom random, boolean buy, long middle) {
            return buy ? middle - random.nextLong(-50, 60_000) : middle + random.nextLong(-50, 60_000);
        }
    },
    /** Mostly near the market, now and then anywhere at all. */
    SCATTERED {
        @Override
        long price(SplittableRandom random, boolean buy, long middle) {
            if (random.nextInt(4) != 0) {
                return middle + (buy ? -random.nextLong(-3, 40) : random.nextLong(-3, 40));
            }
            return 1 + (random.nextLong() >>> 1 + random.nextInt(62));
        }
    },
    /** The ends of what a price can be. */
    EXTREME {
        @Override
        long price(SplittableRandom random, boolean buy, long middle) {
            final boolean low = buy == (random.nextInt(8) != 0);
            return low ? 1 + random.nextLong(3) : Long.MAX_VALUE - random.nextLong(3);
        }
    };

    abstract long price(SplittableRandom random, boolean buy, long middle);

    /** A positive price. */
    public long next(SplittableRandom random, boolean buy, long middle) {
        return Math.max(1, price(random, buy, middle));
    }

    /** Where the market goes next: mostly a step, now and then far away. */
    public static long wander(SplittableRandom random, long middle) {
        final long moved =
                switch (random.nextInt(8)) {
                    case 0 -> random.nextLong(1, 1L << 40);
                    case 1 -> middle + random.nextLong(-200_000, 200_000);
                    default -> middle + random.nextLong(-3_000, 3_000);
                };
        return Math.max(100, moved);
    }
}
