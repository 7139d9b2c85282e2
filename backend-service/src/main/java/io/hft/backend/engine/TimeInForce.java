package io.hft.backend.engine;

/** FIX 59. */
public enum TimeInForce {
    GTC,
    IOC,
    FOK,
    /** Until the end of the trading day. */
    DAY,
    /** Until a time that its owner names. */
    GTD;

    /** Never rests: done as soon as it is answered. */
    public boolean isImmediate() {
        return this == IOC || this == FOK;
    }
}
