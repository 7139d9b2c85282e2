package io.hft.tui.view;

/** What a text means; the theme knows how that looks. */
public enum Ink {
    PLAIN,
    FAINT,
    STRONG,
    TITLE,
    BID,
    ASK,
    OWN,
    SELECTED,
    KEY,
    GOOD,
    WARNING,
    BAD,
    BADGE,
    BAR
}
