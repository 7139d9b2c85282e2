package io.hft.backend.engine;

/** Whether a market trades (FIX 326). */
public enum TradingState {
    TRADING,
    /** Nothing is accepted but cancels of what is open are; nothing trades. */
    HALTED,
    /** Open orders can be cancelled, nothing else. */
    CANCEL_ONLY
}
