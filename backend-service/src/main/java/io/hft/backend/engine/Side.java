package io.hft.backend.engine;

/** FIX 54. */
public enum Side {
    BUY,
    SELL
}
