package io.hft.backend.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exact decimals of the exchange: at most 18 integer digits and 8 fraction digits on the wire, scale 8 in the database, plain notation
 * everywhere. What moves money is rounded in three places only: the quote amount of a fill goes down (so that value is conserved), a
 * hold goes up (so that it always suffices), and so do the fees of an order.
 */
public final class Decimals {
    /** Fraction digits of every amount, price and quantity. */
    public static final int SCALE = 8;

    public static final BigDecimal ZERO = BigDecimal.ZERO.setScale(SCALE);

    private static final int MAX_INTEGER_DIGITS = 18;
    private static final Pattern PLAIN = Pattern.compile("[+-]?([0-9]+)(?:\\.([0-9]+))?");

    private Decimals() {}

    /** What became of a decimal's text. */
    public sealed interface Parsed {
        /** A number with scale 8. */
        record Number(BigDecimal value) implements Parsed {}

        /** Not a number that the exchange knows: the broken rule, for programs and in words. */
        record Malformed(String rule, String message) implements Parsed {}
    }

    /** Reads plain notation only: an optional sign, up to 18 integer digits, up to 8 fraction digits, no exponent. */
    public static Parsed parse(String text) {
        Matcher matcher = PLAIN.matcher(text);
        if (!matcher.matches()) {
            return new Parsed.Malformed("decimal", "must be a decimal number in plain notation");
        }
        if (significantIntegerDigits(matcher.group(1)) > MAX_INTEGER_DIGITS) {
            return new Parsed.Malformed("max_digits", "must have at most " + MAX_INTEGER_DIGITS + " integer digits");
        }
        String fraction = matcher.group(2);
        if (fraction != null && fraction.length() > SCALE) {
            return new Parsed.Malformed("max_scale", "must have at most " + SCALE + " fraction digits");
        }
        return new Parsed.Number(new BigDecimal(text).setScale(SCALE, RoundingMode.UNNECESSARY));
    }

    private static int significantIntegerDigits(String digits) {
        int leadingZeros = 0;
        while (leadingZeros < digits.length() - 1 && digits.charAt(leadingZeros) == '0') {
            leadingZeros++;
        }
        return digits.length() - leadingZeros;
    }

    /** With exactly 8 fraction digits and no exponent. The value must fit 8 fraction digits. */
    public static String plain(BigDecimal value) {
        return value.setScale(SCALE, RoundingMode.UNNECESSARY).toPlainString();
    }

    /** What a fill costs: price × quantity, rounded down; the same for both sides. */
    public static BigDecimal quoteAmount(BigDecimal price, BigDecimal quantity) {
        return price.multiply(quantity).setScale(SCALE, RoundingMode.DOWN);
    }

    /** What an open buy must hold: price × quantity, rounded up. */
    public static BigDecimal holdAmount(BigDecimal price, BigDecimal quantity) {
        return up(price.multiply(quantity));
    }

    /** To 8 places, up. The value must not be negative. */
    static BigDecimal up(BigDecimal value) {
        return value.setScale(SCALE, RoundingMode.UP);
    }

    /** What something is worth at a price: to 8 places, half up. */
    public static BigDecimal value(BigDecimal quantity, BigDecimal price) {
        return quantity.multiply(price).setScale(SCALE, RoundingMode.HALF_UP);
    }

    /** Volume-weighted price: the exact sum of price × quantity over the quantity, to 8 places, half up. */
    public static BigDecimal averagePrice(BigDecimal notional, BigDecimal quantity) {
        return notional.divide(quantity, SCALE, RoundingMode.HALF_UP);
    }

    /** Whether {@code value} is a whole number of {@code step}s. */
    public static boolean onGrid(BigDecimal value, BigDecimal step) {
        return value.remainder(step).signum() == 0;
    }

    /** The grid value at or below {@code value}. */
    public static BigDecimal floorToGrid(BigDecimal value, BigDecimal step) {
        return value.divideToIntegralValue(step).multiply(step).setScale(SCALE, RoundingMode.UNNECESSARY);
    }

    /** The grid value at or above {@code value}. */
    public static BigDecimal ceilToGrid(BigDecimal value, BigDecimal step) {
        BigDecimal floor = floorToGrid(value, step);
        return floor.compareTo(value) < 0 ? floor.add(step) : floor;
    }
}
