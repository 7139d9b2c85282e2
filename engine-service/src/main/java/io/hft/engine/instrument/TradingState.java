package io.hft.engine.instrument;

/**
 * What an instrument's market accepts (FIX 326).
 */
public enum TradingState {
    TRADING(1),
    /** A break: cancels only, nothing trades. */
    HALTED(2),
    /** Being wound down: cancels only, nothing trades. */
    CANCEL_ONLY(3);

    private static final TradingState[] BY_CODE = byCode();

    private final byte code;

    TradingState(int code) {
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
    public static TradingState of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown TradingState code " + code);
        }
        return BY_CODE[code];
    }

    private static TradingState[] byCode() {
        final TradingState[] byCode = new TradingState[3 + 1];
        for (final TradingState value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
