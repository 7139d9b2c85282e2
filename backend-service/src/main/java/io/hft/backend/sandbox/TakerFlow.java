package io.hft.backend.sandbox;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the takers do in one market, one order after the other. The same seed gives the same orders. They come in rounds: whatever is bought in a
 * round is sold in it, too, so that nobody gathers anything. Used by one thread.
 */
final class TakerFlow {
    /** The most that an order is worth at the reference price, unless a single lot is worth more. */
    static final BigDecimal VALUE_MAX_USD = new BigDecimal("20000");

    /** Many small ones, few big ones; each is made up to twice as big. */
    private static final int[] VALUES_USD = {100, 200, 200, 500, 500, 1000, 1000, 2000, 2000, 5000, 10_000};

    static final int SIZES_PER_ROUND = 8;
    private static final int READABLE_DIGITS = 2;

    /** An order that takes what it finds. */
    record Take(Side side, BigDecimal quantity) {}

    private final Instrument instrument;
    private final SplittableRandom random;
    /** Of their own: how often somebody waits must not change what he sends. */
    private final SplittableRandom pauses;

    private final Deque<Take> round = new ArrayDeque<>();

    TakerFlow(Instrument instrument, long seed) {
        this.instrument = instrument;
        // Not the numbers of the price's walk.
        this.random = new SplittableRandom(~seed * 31 + instrument.symbol().hashCode());
        this.pauses = random.split();
    }

    Take next() {
        if (round.isEmpty()) {
            beginRound();
        }
        return round.removeFirst();
    }

    /** Until the order after: around {@code mean}, as people are not clocks. */
    Duration pause(Duration mean) {
        long nanos = mean.toNanos();
        return Duration.ofNanos(nanos / 2 + pauses.nextLong(nanos + 1));
    }

    private void beginRound() {
        List<Take> takes = new ArrayList<>();
        for (int i = 0; i < SIZES_PER_ROUND; i++) {
            BigDecimal quantity = quantity();
            takes.add(new Take(Side.BUY, quantity));
            takes.add(new Take(Side.SELL, quantity));
        }
        while (!takes.isEmpty()) {
            round.add(takes.remove(random.nextInt(takes.size())));
        }
    }

    private BigDecimal quantity() {
        int value = VALUES_USD[random.nextInt(VALUES_USD.length)];
        return quantity(instrument, BigDecimal.valueOf(value + random.nextLong(value + 1)));
    }

    /** No order is for more. */
    static BigDecimal quantityMax(Instrument instrument) {
        return quantity(instrument, VALUE_MAX_USD);
    }

    private static BigDecimal quantity(Instrument instrument, BigDecimal worth) {
        BigDecimal quantity =
                worth.divide(instrument.referencePrice(), new MathContext(READABLE_DIGITS, RoundingMode.DOWN));
        return Decimals.floorToGrid(quantity, instrument.lotSize())
                .max(instrument.lotSize())
                .min(instrument.maxQuantity());
    }
}
