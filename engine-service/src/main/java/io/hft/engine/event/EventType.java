package io.hft.engine.event;

/**
 * FIX 150 plus the refusals of cancel and replace (FIX 434) and the notices of the engine; codes as in the gRPC contract.
 */
public enum EventType {
    /** The order was accepted; its trades follow. */
    NEW(1),
    /** One order's view of a trade: the maker's comes directly before the taker's. */
    TRADE(2),
    CANCELED(3),
    /** The order has its new price and quantity; its trades follow. */
    REPLACED(4),
    /** A new order, or a command of another kind, was refused: nothing happened. */
    REJECTED(5),
    /** The order's deadline passed. */
    EXPIRED(6),
    /** A stop's price was reached: it trades from now on; its trades follow. */
    TRIGGERED(7),
    /** The answer to a repeated order id or source sequence: the state of the order, nothing happened. */
    ORDER_STATUS(8),
    CANCEL_REJECTED(9),
    REPLACE_REJECTED(10),
    /** An instrument was defined or changed. */
    INSTRUMENT(11),
    /** The state hash, in the place of the order id. */
    STATE_HASH(12),
    /** The end of a mass cancel; the quantity is the number of orders cancelled. */
    MASS_CANCELED(13),
    /** The quantity is the code of the instrument's new trading state. */
    TRADING_STATE(14),
    /** The limits of an account, an instrument, both or all were set. */
    RISK_LIMITS(15),
    /** Of an account, or with account 0 of all; the quantity is 1 for engaged and 0 for released. */
    KILL_SWITCH(16),
    /** The quantity is the rules version that holds from here. */
    CONFIGURED(17);

    private static final EventType[] BY_CODE = byCode();

    private final byte code;

    EventType(int code) {
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
    public static EventType of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown EventType code " + code);
        }
        return BY_CODE[code];
    }

    private static EventType[] byCode() {
        final EventType[] byCode = new EventType[17 + 1];
        for (final EventType value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
