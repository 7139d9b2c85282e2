package io.hft.tui.command;

/** How answers are printed; lower case, as it is typed. */
@SuppressWarnings("java:S115")
public enum Format {
    table,
    json,
    csv
}
