package io.hft.backend.engine;

/** FIX 59, as far as the engine takes them. */
public enum TimeInForce {
    GTC,
    IOC
}
