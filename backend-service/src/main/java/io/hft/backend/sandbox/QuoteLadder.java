package io.hft.backend.sandbox;

import io.hft.backend.engine.Side;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The levels that the house wants to show: the best ask at the price, the best bid one tick below it, five per side about a hundredth of a
 * percent apart. The best levels are worth about ten million USD each (200 BTC, 3000 ETH, 100000 SOL), those behind more: an order of a
 * sandbox user fails for want of money, not of liquidity. Where the grid is so fine that the engine could not count that much (price times
 * quantity in ticks and lots must stay below 2^63), a level is smaller, or is left out.
 */
final class QuoteLadder {
    private static final BigDecimal BEST_LEVEL_VALUE_USD = new BigDecimal("10000000");
    private static final BigDecimal STEP_DIVISOR = new BigDecimal("10000");
    /** A quarter of what the engine takes: others have orders at a level, too. */
    private static final BigInteger NOTIONAL_MAX = BigInteger.ONE.shiftLeft(61);

    private static final int[] SIZES = {1, 1, 2, 3, 4};

    /** A price on one side, and how much the house wants to have open there. */
    record Level(Side side, BigDecimal price, BigDecimal quantity) {}

    private QuoteLadder() {}

    static List<Level> of(Instrument instrument, BigDecimal bestAsk) {
        BigDecimal tick = instrument.tickSize();
        BigDecimal bestBid = bestAsk.subtract(tick);
        BigDecimal step = Decimals.floorToGrid(bestAsk.divide(STEP_DIVISOR, RoundingMode.DOWN), tick)
                .max(tick);
        BigDecimal size = bestLevelQuantity(instrument);
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            BigDecimal distance = step.multiply(BigDecimal.valueOf(i));
            BigDecimal quantity = size.multiply(BigDecimal.valueOf(SIZES[i])).min(instrument.maxQuantity());
            add(levels, instrument, Side.SELL, bestAsk.add(distance), quantity);
            if (bestBid.compareTo(distance) > 0) {
                add(levels, instrument, Side.BUY, bestBid.subtract(distance), quantity);
            }
        }
        return levels;
    }

    private static void add(
            List<Level> levels, Instrument instrument, Side side, BigDecimal price, BigDecimal quantity) {
        BigInteger ticks = price.divideToIntegralValue(instrument.tickSize()).toBigInteger();
        BigDecimal countable = new BigDecimal(NOTIONAL_MAX.divide(ticks)).multiply(instrument.lotSize());
        BigDecimal size = quantity.min(countable);
        if (size.signum() > 0) {
            levels.add(new Level(side, price, size));
        }
    }

    /** One significant digit, on the lot grid, within what one order may have. */
    private static BigDecimal bestLevelQuantity(Instrument instrument) {
        BigDecimal quantity =
                BEST_LEVEL_VALUE_USD.divide(instrument.referencePrice(), new MathContext(1, RoundingMode.DOWN));
        return Decimals.floorToGrid(quantity, instrument.lotSize())
                .max(instrument.lotSize())
                .min(instrument.maxQuantity());
    }
}
