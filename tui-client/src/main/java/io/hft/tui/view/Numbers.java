package io.hft.tui.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How numbers are written on the screen. */
final class Numbers {
    private static final int FEWEST_DECIMALS = 2;
    private static final int GROUP = 3;

    private Numbers() {}

    /** With a comma before every third digit. */
    static String grouped(BigDecimal value) {
        String plain = value.abs().toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        StringBuilder text = new StringBuilder(whole);
        for (int i = whole.length() - GROUP; i > 0; i -= GROUP) {
            text.insert(i, ',');
        }
        if (point >= 0) {
            text.append(plain, point, plain.length());
        }
        return value.signum() < 0 ? "-" + text : text.toString();
    }

    static String price(@Nullable BigDecimal price, int scale) {
        return price == null ? "-" : grouped(price.setScale(scale, RoundingMode.HALF_UP));
    }

    /** Exact, without zeros at the end but two decimals at least. */
    static String exact(@Nullable BigDecimal value) {
        return value == null
                ? "-"
                : grouped(value.setScale(Math.max(FEWEST_DECIMALS, scale(value)), RoundingMode.UNNECESSARY));
    }

    /** To the cent. */
    static String cents(@Nullable BigDecimal value) {
        return value == null ? "-" : grouped(value.setScale(FEWEST_DECIMALS, RoundingMode.HALF_UP));
    }

    /** To the cent, with its sign. */
    static String gain(BigDecimal value) {
        BigDecimal rounded = value.setScale(FEWEST_DECIMALS, RoundingMode.HALF_UP);
        return rounded.signum() > 0 ? "+" + grouped(rounded) : grouped(rounded);
    }

    static Ink inkOf(BigDecimal gain) {
        return switch (gain.setScale(FEWEST_DECIMALS, RoundingMode.HALF_UP).signum()) {
            case 1 -> Ink.GOOD;
            case -1 -> Ink.ASK;
            default -> Ink.PLAIN;
        };
    }

    static int scale(BigDecimal value) {
        return Math.max(0, value.stripTrailingZeros().scale());
    }

    /** The decimals that all of these need, so that they stand in line. */
    static int commonScale(Collection<BigDecimal> values, int most) {
        return Math.clamp(values.stream().mapToInt(Numbers::scale).max().orElse(0), FEWEST_DECIMALS, most);
    }

    static String scaled(BigDecimal value, int scale) {
        return grouped(value.setScale(scale, RoundingMode.DOWN));
    }
}
