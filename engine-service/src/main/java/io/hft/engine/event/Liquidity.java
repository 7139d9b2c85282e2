package io.hft.engine.event;

/**
 * FIX 851. Code 0 on the wire: not a trade.
 */
public enum Liquidity {
    MAKER(1),
    TAKER(2);

    private static final Liquidity[] BY_CODE = byCode();

    private final byte code;

    Liquidity(int code) {
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
    public static Liquidity of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown Liquidity code " + code);
        }
        return BY_CODE[code];
    }

    private static Liquidity[] byCode() {
        final Liquidity[] byCode = new Liquidity[2 + 1];
        for (final Liquidity value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
