package io.hft.backend.money;

import java.math.BigDecimal;

/**
 * What an order pays for being filled, in hundredths of a percent of the quote amount, in the quote currency. Fixed when the order is
 * admitted.
 *
 * <p>Charged per order: after each fill the order has paid the exact sum of rate × quote amount of all its fills, rounded <b>up</b> to 8
 * places. So an order pays less than 0.00000001 too much, into however many fills it falls, and a hold that covers it once
 * always covers it.
 *
 * @param makerBps for a fill of a resting order, 0 to 10,000
 * @param takerBps for a fill of an incoming order, likewise
 */
public record FeeRates(BigDecimal makerBps, BigDecimal takerBps) {
    private static final BigDecimal ALL = BigDecimal.valueOf(10_000);
    /** A basis point is a ten-thousandth. */
    private static final int POINT = 4;

    private static final int SCALE = 4;

    public static final FeeRates NONE = new FeeRates(BigDecimal.ZERO, BigDecimal.ZERO);

    public FeeRates {
        if (!isRate(makerBps) || !isRate(takerBps)) {
            throw new IllegalArgumentException("a fee is 0 to 10,000 basis points, with 4 decimals at most");
        }
    }

    private static boolean isRate(BigDecimal bps) {
        return bps.signum() >= 0
                && bps.compareTo(ALL) <= 0
                && bps.stripTrailingZeros().scale() <= SCALE;
    }

    public boolean isFree() {
        return makerBps.signum() == 0 && takerBps.signum() == 0;
    }

    /** Exact, not rounded. */
    public BigDecimal due(BigDecimal quoteAmount, boolean maker) {
        return quoteAmount.multiply(maker ? makerBps : takerBps).movePointLeft(POINT);
    }

    /** What is charged in total of an exact sum of fees. */
    public static BigDecimal charged(BigDecimal feesDue) {
        return Decimals.up(feesDue);
    }

    /**
     * What a buy that is not filled yet must hold: price × quantity rounded up, and the higher of the two fees on it.
     *
     * @param price the highest that it may pay
     */
    public BigDecimal holdOfBuy(BigDecimal price, BigDecimal quantity) {
        return holdOfBuy(price, quantity, BigDecimal.ZERO);
    }

    /**
     * The same for what is left of a buy.
     *
     * @param feesDue exact sum of the fees of its fills
     */
    public BigDecimal holdOfBuy(BigDecimal price, BigDecimal leavesQuantity, BigDecimal feesDue) {
        BigDecimal quote = Decimals.holdAmount(price, leavesQuantity);
        BigDecimal more = quote.multiply(makerBps.max(takerBps)).movePointLeft(POINT);
        return quote.add(charged(feesDue.add(more)).subtract(charged(feesDue)));
    }
}
