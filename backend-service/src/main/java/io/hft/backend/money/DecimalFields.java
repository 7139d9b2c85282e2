package io.hft.backend.money;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Checks of a request's decimal fields, with the rule that is broken. */
public final class DecimalFields {
    private DecimalFields() {}

    /** A checked field. */
    public sealed interface Checked {
        record Valid(BigDecimal value) implements Checked {}

        record Broken(String rule, String message) implements Checked {}

        /** Also above zero. */
        default Checked positive() {
            return this instanceof Valid(BigDecimal value) && value.signum() <= 0
                    ? new Broken("positive", "must be greater than 0")
                    : this;
        }
    }

    /** Present, and a decimal of the exchange. */
    public static Checked required(@Nullable DecimalText text) {
        if (text == null) {
            return new Checked.Broken("required", "is required");
        }
        return switch (text.parse()) {
            case Decimals.Parsed.Number(BigDecimal value) -> new Checked.Valid(value);
            case Decimals.Parsed.Malformed(String rule, String message) -> new Checked.Broken(rule, message);
        };
    }
}
