package io.hft.engine.event;

/**
 * Why a command was refused, or why an order was cancelled without being asked for; codes as in the gRPC contract.
 */
public enum RejectReason {
    NONE(0),
    UNKNOWN_INSTRUMENT(1),
    INVALID_SIDE(2),
    INVALID_ORDER_TYPE(3),
    INVALID_TIME_IN_FORCE(4),
    INVALID_PRICE(5),
    INVALID_QUANTITY(6),
    INVALID_ORDER_ID(7),
    INVALID_ACCOUNT(8),
    /** Price times quantity, or the sum of quantities at a price, does not fit 63 bits. */
    NOTIONAL_OVERFLOW(9),
    MAX_QUANTITY_EXCEEDED(10),
    /** Not resting: filled, cancelled, never seen, of another instrument or of another account. */
    ORDER_NOT_OPEN(11),
    /** A replace whose total quantity is not above what is already filled. */
    QUANTITY_NOT_ABOVE_CUMULATIVE(12),
    /** A command of a source arrived before the one that goes before it; says nothing about the order that it names. */
    SOURCE_SEQUENCE_GAP(13),
    /** The pool of resting orders is full. */
    TOO_MANY_OPEN_ORDERS(14),
    /** On CANCELED: the remainder of an IOC or market order found nothing more within its limit. */
    NO_LIQUIDITY(15),
    /** A command of unknown schema, version, type or length. */
    UNSUPPORTED_COMMAND(16),
    /** An instrument definition that breaks a rule, or that would change the grid of a market that exists. */
    INVALID_INSTRUMENT(17),
    INVALID_STOP_PRICE(18),
    INVALID_DISPLAY_QUANTITY(19),
    INVALID_EXPIRE_AT(20),
    INVALID_SELF_TRADE_PREVENTION(21),
    /** Post-only on an order that cannot rest. */
    INVALID_POST_ONLY(22),
    POST_ONLY_WOULD_TAKE(23),
    /** On CANCELED: fill or kill found less than its quantity. */
    FOK_NOT_FILLABLE(24),
    /** On CANCELED and REPLACED: the order met one of its own account. */
    SELF_TRADE_PREVENTED(25),
    /** On CANCELED: by a mass cancel. */
    MASS_CANCELED(26),
    /** On CANCELED: by a kill switch. */
    KILL_SWITCH(27),
    KILL_SWITCH_ENGAGED(28),
    ACCOUNT_KILL_SWITCH_ENGAGED(29),
    INSTRUMENT_HALTED(30),
    INSTRUMENT_CANCEL_ONLY(31),
    MAX_NOTIONAL_EXCEEDED(32),
    PRICE_OUTSIDE_BAND(33),
    MAX_OPEN_ORDERS_EXCEEDED(34),
    MAX_POSITION_EXCEEDED(35),
    ORDER_RATE_EXCEEDED(36),
    INVALID_RISK_LIMITS(37),
    INVALID_TRADING_STATE(38),
    /** A shard remembers no more sources than it is configured for. */
    TOO_MANY_SOURCES(39);

    private static final RejectReason[] BY_CODE = byCode();

    private final int code;

    RejectReason(int code) {
        this.code = code;
    }

    /** The stable code on the wire and on disk; never reused for another meaning. */
    public int code() {
        return code;
    }

    public static boolean isKnown(int code) {
        return code >= 0 && code < BY_CODE.length && BY_CODE[code] != null;
    }

    /**
     * @throws IllegalArgumentException for a code that {@link #isKnown} does not know
     */
    public static RejectReason of(int code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown RejectReason code " + code);
        }
        return BY_CODE[code];
    }

    private static RejectReason[] byCode() {
        final RejectReason[] byCode = new RejectReason[39 + 1];
        for (final RejectReason value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
