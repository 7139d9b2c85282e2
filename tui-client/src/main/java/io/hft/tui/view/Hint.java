package io.hft.tui.view;

/** A key that works now, and what it does. */
public record Hint(String key, String what) {}
