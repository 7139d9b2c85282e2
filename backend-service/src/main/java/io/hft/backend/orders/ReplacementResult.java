package io.hft.backend.orders;

import java.math.BigDecimal;

/** What became of a replacement. In all cases but {@link Replaced} and {@link Unknown} the order is as it was. */
public sealed interface ReplacementResult {
    /** It is what was asked for, and booked as such; it may have traded since. */
    record Replaced(Order order) implements ReplacementResult {}

    /** This user has no such order. */
    record NotFound() implements ReplacementResult {}

    /** It was done before the engine heard of it. */
    record NotOpen(Order order) implements ReplacementResult {}

    /** It is on its way into the engine still, or another replacement of it is. */
    record Busy() implements ReplacementResult {}

    /** Not enough available money for what it would need more. */
    record InsufficientFunds(String asset, BigDecimal needed, BigDecimal available) implements ReplacementResult {}

    /** A term that the order or its instrument does not take. */
    record Invalid(String field, String rule, String message) implements ReplacementResult {}

    /** The engine refused. */
    record Refused(String reason) implements ReplacementResult {}

    /** The engine or the booking of its answer is away; the money is held, and it will be brought to an end. */
    record Unknown(String reason) implements ReplacementResult {}
}
