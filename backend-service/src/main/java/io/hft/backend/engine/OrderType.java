package io.hft.backend.engine;

/** FIX 40, as far as the engine takes them. */
public enum OrderType {
    LIMIT,
    MARKET
}
