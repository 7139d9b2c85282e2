package io.hft.tui.model;

/** FIX tag 54. */
public enum Side {
    BUY,
    SELL;

    public static Side of(String text) {
        return text.equals("SELL") ? SELL : BUY;
    }

    public Side other() {
        return this == BUY ? SELL : BUY;
    }
}
