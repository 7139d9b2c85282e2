package io.hft.engine.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the settings file, read key by key: a missing key gives the fallback, a wrong one a problem and the fallback, so
 * that reading always goes on to the end. Keys that nobody asked for are problems too ({@link #close}).
 */
final class YamlNode {
    private final String path;
    private final Map<?, ?> values;
    private final List<ConfigProblem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    YamlNode(final String path, final Map<?, ?> values, final List<ConfigProblem> problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    String place(final String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    void problem(final String key, final String message) {
        problems.add(new ConfigProblem(place(key), message));
    }

    boolean has(final String key) {
        known.add(key);
        return values.get(key) != null;
    }

    YamlNode child(final String key) {
        final Object value = value(key);
        if (value == null) {
            return new YamlNode(place(key), Map.of(), problems);
        }
        if (value instanceof Map<?, ?> map) {
            return new YamlNode(place(key), map, problems);
        }
        problem(key, "must be a mapping of settings, is '" + value + "'");
        return new YamlNode(place(key), Map.of(), problems);
    }

    List<YamlNode> children(final String key) {
        final Object value = value(key);
        final List<YamlNode> nodes = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                final String place = place(key) + '[' + i + ']';
                if (list.get(i) instanceof Map<?, ?> map) {
                    nodes.add(new YamlNode(place, map, problems));
                } else {
                    problems.add(new ConfigProblem(place, "must be a mapping of settings, is '" + list.get(i) + "'"));
                }
            }
        } else if (value != null) {
            problem(key, "must be a list, is '" + value + "'");
        }
        return nodes;
    }

    String text(final String key, final String fallback) {
        final Object value = value(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof String || value instanceof Number) {
            return value.toString().trim();
        }
        problem(key, "must be a text, is '" + value + "'");
        return fallback;
    }

    int whole(final String key, final int fallback, final int least, final int most) {
        final Object value = value(key);
        if (value == null) {
            return fallback;
        }
        final @Nullable Integer number = Numbers.whole(value.toString(), least, most);
        if (number == null) {
            problem(key, "must be a whole number from " + least + " to " + most + ", is '" + value + "'");
            return fallback;
        }
        return number;
    }

    int powerOfTwo(final String key, final int fallback, final int least, final int most) {
        final int number = whole(key, fallback, least, most);
        if (Integer.bitCount(number) != 1) {
            problem(
                    key,
                    "must be a power of two, is " + number + "; the next larger one is "
                            + Integer.highestOneBit(number) * 2);
            return fallback;
        }
        return number;
    }

    @Nullable
    BigDecimal decimal(final String key) {
        final Object value = value(key);
        if (value == null) {
            problem(key, "is missing: give a positive decimal such as 0.01");
            return null;
        }
        final @Nullable BigDecimal number = Numbers.positiveDecimal(value.toString());
        if (number == null) {
            problem(key, "must be a positive decimal of at most 18 digits and 8 decimals, is '" + value + "'");
        }
        return number;
    }

    /** A positive decimal; null when it is missing or 0. */
    @Nullable
    BigDecimal optionalDecimal(final String key) {
        final Object value = value(key);
        if (value == null || Numbers.isZero(value.toString())) {
            return null;
        }
        return decimal(key);
    }

    /** A positive whole number; 0 with a problem when it is missing or wrong. */
    long positiveLong(final String key) {
        final Object value = value(key);
        try {
            final long number =
                    value == null ? 0 : Long.parseLong(value.toString().trim());
            if (number > 0) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Told below, like every other wrong value.
        }
        problem(key, "must be a positive whole number, is '" + value + "'");
        return 0;
    }

    <E extends Enum<E>> E choice(final String key, final E fallback, final Class<E> type) {
        final Object value = value(key);
        if (value == null) {
            return fallback;
        }
        final @Nullable E constant = Numbers.constant(value.toString(), type);
        if (constant == null) {
            problem(key, "must be one of " + Numbers.choices(type) + ", is '" + value + "'");
            return fallback;
        }
        return constant;
    }

    /** The value of a key is a whole multiple, below 2^62, of a unit. */
    void requireMultiple(final String key, final BigDecimal value, final String unitName, final BigDecimal unit) {
        final BigDecimal[] parts = value.divideAndRemainder(unit);
        if (parts[1].signum() != 0) {
            problem(
                    key,
                    "must be a whole multiple of " + unitName + " " + unit.toPlainString() + ", is "
                            + value.toPlainString());
        } else if (parts[0].toBigInteger().bitLength() > 62) {
            problem(key, "must be less than 2^62 times " + unitName + ", is " + value.toPlainString());
        }
    }

    /** Names every key that was never asked for. */
    void close() {
        for (final Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                problem(String.valueOf(key), "is not a setting; known here: " + String.join(", ", known));
            }
        }
    }

    private @Nullable Object value(final String key) {
        known.add(key);
        return values.get(key);
    }

    /** Readings that the environment variables share. */
    static final class Numbers {
        private static final int DIGITS_MAX = 18;

        private Numbers() {}

        static boolean isZero(final String text) {
            try {
                return new BigDecimal(text.trim()).signum() == 0;
            } catch (final NumberFormatException e) {
                return false;
            }
        }

        static @Nullable Integer whole(final String text, final int least, final int most) {
            try {
                final int number = Integer.parseInt(text.trim());
                return number < least || number > most ? null : number;
            } catch (final NumberFormatException e) {
                return null;
            }
        }

        /** Null for anything that is not a positive decimal whose digits, without its point, fit a long. */
        static @Nullable BigDecimal positiveDecimal(final String text) {
            try {
                final BigDecimal number = new BigDecimal(text.trim());
                final BigDecimal plain = number.signum() > 0 ? number.stripTrailingZeros() : number;
                // Wide, since a scale may be any int.
                final long digits = plain.precision() - (long) Math.min(plain.scale(), 0);
                return plain.signum() <= 0 || plain.scale() > 8 || digits > DIGITS_MAX ? null : plain;
            } catch (final NumberFormatException e) {
                return null;
            }
        }

        static <E extends Enum<E>> @Nullable E constant(final String text, final Class<E> type) {
            final String name = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        static <E extends Enum<E>> String choices(final Class<E> type) {
            return String.join(
                    " | ",
                    Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .toList());
        }
    }
}
