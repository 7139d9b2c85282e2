package io.hft.backend.engine;

/** FIX 40. */
public enum OrderType {
    LIMIT,
    MARKET,
    /** Waits until a trade reaches its stop price, then trades as a market order. */
    STOP,
    /** Waits until a trade reaches its stop price, then trades as a limit order. */
    STOP_LIMIT,
    /** A limit order that shows at most its display quantity at a time. */
    ICEBERG;

    /** Waits for a trade at its stop price. */
    public boolean isStop() {
        return this == STOP || this == STOP_LIMIT;
    }

    /** Its owner names its limit; the others get a protection price. */
    public boolean hasLimit() {
        return this != MARKET && this != STOP;
    }
}
