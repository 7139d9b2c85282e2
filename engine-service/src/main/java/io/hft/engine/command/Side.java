package io.hft.engine.command;

/**
 * FIX 54.
 */
public enum Side {
    BUY(1),
    SELL(2);

    private static final Side[] BY_CODE = byCode();

    private final byte code;

    Side(int code) {
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
    public static Side of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown Side code " + code);
        }
        return BY_CODE[code];
    }

    private static Side[] byCode() {
        final Side[] byCode = new Side[2 + 1];
        for (final Side value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
