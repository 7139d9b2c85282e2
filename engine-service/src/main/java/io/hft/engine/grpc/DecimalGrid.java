package io.hft.engine.grpc;

import java.math.BigDecimal;

/**
 * The decimals that are whole multiples of a unit (a tick or a lot), as text and as counts of units. Exact in both directions.
 */
final class DecimalGrid {
    /** Longer texts are refused unread. */
    private static final int TEXT_LENGTH_MAX = 40;

    private static final int LONG_DIGITS_MAX = 18;

    private final long mantissa;
    private final int scale;
    private final long[] powers = new long[LONG_DIGITS_MAX + 1];
    private final String unitName;

    /**
     * @param mantissa the unit is {@code mantissa / 10^scale}
     * @param unitName for messages: "tick size", "lot size"
     */
    DecimalGrid(final long mantissa, final int scale, final String unitName) {
        this.mantissa = mantissa;
        this.scale = scale;
        this.unitName = unitName;
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
    }

    String unit() {
        return BigDecimal.valueOf(mantissa, scale).toPlainString();
    }

    /**
     * Reads a positive decimal in plain notation. Zeros behind the last digit that counts are accepted.
     *
     * @throws InvalidField naming the field and the rule
     */
    long parse(final String field, final String text) {
        final int integerEnd = requirePlain(field, text);
        final int decimals = Math.max(0, text.length() - integerEnd - 1);
        return units(field, text, integerEnd, decimals);
    }

    /**
     * Reads a positive decimal in plain notation, on no grid.
     *
     * @throws InvalidField naming the field and the rule
     */
    static BigDecimal positive(final String field, final String text) {
        requirePlain(field, text);
        final BigDecimal value = new BigDecimal(text);
        if (value.signum() == 0) {
            throw new InvalidField(field, "must be positive");
        }
        return value;
    }

    /** Whether it is a decimal in plain notation that says 0. */
    static boolean isZero(final String text) {
        boolean zero = !text.isEmpty() && text.charAt(0) == '0' && text.charAt(text.length() - 1) == '0';
        for (int i = 0; i < text.length() && zero; i++) {
            zero = text.charAt(i) == '0' || text.charAt(i) == '.' && text.indexOf('.') == i;
        }
        return zero;
    }

    /** Returns where the digits before the point end. */
    private static int requirePlain(final String field, final String text) {
        final int length = text.length();
        if (length == 0) {
            throw new InvalidField(field, "is required");
        }
        if (length > TEXT_LENGTH_MAX) {
            throw new InvalidField(field, "must have at most " + TEXT_LENGTH_MAX + " characters");
        }
        if (text.charAt(0) == '-' && length > 1 && isDigit(text.charAt(1))) {
            throw new InvalidField(field, "must be positive");
        }
        final int point = text.indexOf('.');
        final int integerEnd = point < 0 ? length : point;
        requireDigits(field, text, 0, integerEnd);
        if (point >= 0) {
            requireDigits(field, text, point + 1, length);
        }
        return integerEnd;
    }

    private long units(final String field, final String text, final int integerEnd, final int decimals) {
        long unscaled = 0;
        try {
            for (int i = 0; i < integerEnd; i++) {
                unscaled = Math.addExact(Math.multiplyExact(unscaled, 10), text.charAt(i) - '0');
            }
            for (int i = 0; i < scale; i++) {
                final int digit = i < decimals ? text.charAt(integerEnd + 1 + i) - '0' : 0;
                unscaled = Math.addExact(Math.multiplyExact(unscaled, 10), digit);
            }
        } catch (final ArithmeticException e) {
            throw new InvalidField(field, "is too large");
        }
        for (int i = scale; i < decimals; i++) {
            if (text.charAt(integerEnd + 1 + i) != '0') {
                throw offGrid(field);
            }
        }
        if (unscaled == 0) {
            throw new InvalidField(field, "must be positive");
        }
        if (unscaled % mantissa != 0) {
            throw offGrid(field);
        }
        return unscaled / mantissa;
    }

    private InvalidField offGrid(final String field) {
        return new InvalidField(field, "must be a multiple of the " + unitName + " " + unit());
    }

    private static void requireDigits(final String field, final String text, final int start, final int end) {
        boolean valid = start < end;
        for (int i = start; i < end && valid; i++) {
            valid = isDigit(text.charAt(i));
        }
        if (!valid) {
            throw new InvalidField(field, "must be a decimal number in plain notation such as 123.45");
        }
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }

    /** The decimal of so many units, with the unit's number of decimals. */
    String format(final long units) {
        if (units < 0 || Math.multiplyHigh(units, mantissa) != 0 || units * mantissa < 0) {
            return BigDecimal.valueOf(units)
                    .multiply(BigDecimal.valueOf(mantissa, scale))
                    .toPlainString();
        }
        final long unscaled = units * mantissa;
        if (scale == 0) {
            return Long.toString(unscaled);
        }
        final String integer = Long.toString(unscaled / powers[scale]);
        final String fraction = Long.toString(unscaled % powers[scale]);
        final StringBuilder text = new StringBuilder(integer.length() + 1 + scale);
        text.append(integer).append('.');
        for (int i = fraction.length(); i < scale; i++) {
            text.append('0');
        }
        return text.append(fraction).toString();
    }
}
