package io.hft.engine.command;

/**
 * FIX 59, with the codes of the gRPC contract.
 */
public enum TimeInForce {
    /** Rests until filled or cancelled. */
    GTC(1),
    /** Trades at once what it can; the remainder is cancelled. */
    IOC(2),
    /** Trades at once in full, or not at all. */
    FOK(3),
    /** Rests until the end of its trading day. */
    DAY(4),
    /** Rests until its own expiry time. */
    GTD(5);

    private static final TimeInForce[] BY_CODE = byCode();

    private final byte code;

    TimeInForce(int code) {
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
    public static TimeInForce of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown TimeInForce code " + code);
        }
        return BY_CODE[code];
    }

    private static TimeInForce[] byCode() {
        final TimeInForce[] byCode = new TimeInForce[5 + 1];
        for (final TimeInForce value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
