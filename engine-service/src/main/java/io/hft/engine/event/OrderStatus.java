package io.hft.engine.event;

/**
 * FIX 39. Code 0 on the wire: the event says nothing about an order.
 */
public enum OrderStatus {
    NEW(1),
    PARTIALLY_FILLED(2),
    FILLED(3),
    CANCELED(4),
    REJECTED(5),
    EXPIRED(6),
    /** A stop that waits for its price. */
    PENDING_TRIGGER(7);

    private static final OrderStatus[] BY_CODE = byCode();

    private final byte code;

    OrderStatus(int code) {
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
    public static OrderStatus of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown OrderStatus code " + code);
        }
        return BY_CODE[code];
    }

    private static OrderStatus[] byCode() {
        final OrderStatus[] byCode = new OrderStatus[7 + 1];
        for (final OrderStatus value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
