package io.hft.backend.admin.web;

import io.hft.backend.money.DecimalFields;
import io.hft.backend.money.DecimalText;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an operator's request and collects all that is wrong with them. */
final class AdminFields {
    static final int REASON_MAX = 200;

    /** Of the engine's symbols those that fit into a path. */
    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,23}");

    private final List<FieldError> errors = new ArrayList<>();

    /** A decimal as the API writes it. */
    static String text(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** @throws io.hft.backend.web.ProblemException 422 when something was wrong */
    void check() {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
    }

    String symbol(String text) {
        String symbol = text.strip().toUpperCase(Locale.ROOT);
        if (!SYMBOL.matcher(symbol).matches()) {
            error("symbol", "pattern", "must be 1 to 24 letters, digits or . _ - and begin with a letter or digit");
        }
        return symbol;
    }

    String text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            error(field, "required", "is required");
            return "";
        }
        return text.strip();
    }

    BigDecimal positive(String field, @Nullable DecimalText text) {
        return checked(field, DecimalFields.required(text).positive());
    }

    /** Absent, or 0, for none. */
    @Nullable
    BigDecimal limit(String field, @Nullable DecimalText text) {
        if (text == null) {
            return null;
        }
        BigDecimal value = checked(field, DecimalFields.required(text));
        if (value.signum() < 0) {
            error(field, "not_negative", "must not be negative; absent, or 0, for no limit");
        }
        return value.signum() == 0 ? null : value;
    }

    int limit(String field, @Nullable Integer number) {
        if (number != null && number < 0) {
            error(field, "not_negative", "must not be negative; absent, or 0, for no limit");
        }
        return number == null ? 0 : number;
    }

    <E extends Enum<E>> E oneOf(String field, @Nullable String text, Class<E> kind) {
        E[] constants = kind.getEnumConstants();
        String name = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        error(
                field,
                name.isEmpty() ? "required" : "one_of",
                name.isEmpty() ? "is required" : "must be one of " + Arrays.toString(constants));
        return constants[0];
    }

    private BigDecimal checked(String field, DecimalFields.Checked checked) {
        return switch (checked) {
            case DecimalFields.Checked.Valid(BigDecimal value) -> value;
            case DecimalFields.Checked.Broken(String rule, String message) -> {
                error(field, rule, message);
                yield BigDecimal.ONE;
            }
        };
    }

    private void error(String field, String rule, String message) {
        errors.add(new FieldError(field, rule, message));
    }
}
