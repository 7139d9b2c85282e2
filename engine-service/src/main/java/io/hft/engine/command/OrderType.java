package io.hft.engine.command;

/**
 * FIX 40, with the codes of the gRPC contract.
 */
public enum OrderType {
    MARKET(1),
    LIMIT(2),
    /** Waits outside the book until a trade reaches its stop price, then trades as a market order. */
    STOP(3),
    /** Waits outside the book until a trade reaches its stop price, then trades as a limit order. */
    STOP_LIMIT(4),
    /** A limit order that shows at most its display quantity at a time. */
    ICEBERG(5);

    private static final OrderType[] BY_CODE = byCode();

    private final byte code;

    OrderType(int code) {
        this.code = (byte) code;
    }

    /** The stable code on the wire and on disk; never reused for another meaning. */
    public byte code() {
        return code;
    }

    public static boolean isKnown(byte code) {
        return code >= 0 && code < BY_CODE.length && BY_CODE[code] != null;
    }

    /**
     * @throws IllegalArgumentException for a code that {@link #isKnown} does not know
     */
    public static OrderType of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown OrderType code " + code);
        }
        return BY_CODE[code];
    }

    private static OrderType[] byCode() {
        final OrderType[] byCode = new OrderType[5 + 1];
        for (final OrderType value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
