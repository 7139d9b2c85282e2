package io.hft.engine.command;

/**
 * What happens when an incoming order meets one of its own account: the incoming order decides (FIX 7928). Code 0 on the wire: the
 * default, {@link #CANCEL_NEWEST}.
 */
public enum SelfTradePrevention {
    /** The incoming order's rest is cancelled. */
    CANCEL_NEWEST(1),
    /** The resting order is cancelled, the incoming one goes on. */
    CANCEL_OLDEST(2),
    CANCEL_BOTH(3),
    /** Both shrink by the smaller quantity; what reaches zero is cancelled. */
    DECREMENT_AND_CANCEL(4);

    private static final SelfTradePrevention[] BY_CODE = byCode();

    private final byte code;

    SelfTradePrevention(int code) {
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
    public static SelfTradePrevention of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown SelfTradePrevention code " + code);
        }
        return BY_CODE[code];
    }

    private static SelfTradePrevention[] byCode() {
        final SelfTradePrevention[] byCode = new SelfTradePrevention[4 + 1];
        for (final SelfTradePrevention value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
