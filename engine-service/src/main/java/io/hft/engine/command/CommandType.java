package io.hft.engine.command;

/**
 * What a command asks for: byte 3 of every command.
 */
public enum CommandType {
    NEW_ORDER(1),
    CANCEL_ORDER(2),
    REPLACE_ORDER(3),
    UPSERT_INSTRUMENT(4),
    /** Asks for the running state hash; answered with an event. */
    STATE_HASH(5),
    MASS_CANCEL(6),
    /** Brings nothing but its time, so that deadlines pass while nobody trades. */
    TICK(7),
    /** Activates a rules version and the settings that decide events. */
    CONFIGURE(8),
    SET_RISK_LIMITS(9),
    SET_TRADING_STATE(10),
    KILL_SWITCH(11);

    private static final CommandType[] BY_CODE = byCode();

    private final byte code;

    CommandType(int code) {
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
    public static CommandType of(byte code) {
        if (!isKnown(code)) {
            throw new IllegalArgumentException("unknown CommandType code " + code);
        }
        return BY_CODE[code];
    }

    private static CommandType[] byCode() {
        final CommandType[] byCode = new CommandType[11 + 1];
        for (final CommandType value : values()) {
            byCode[value.code] = value;
        }
        return byCode;
    }
}
