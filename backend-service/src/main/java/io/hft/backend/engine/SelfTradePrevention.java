package io.hft.backend.engine;

/** FIX 7928: what happens when an incoming order meets one of its own account. */
public enum SelfTradePrevention {
    CANCEL_NEWEST,
    CANCEL_OLDEST,
    CANCEL_BOTH,
    DECREMENT_AND_CANCEL
}
