package io.hft.engine.snapshot;

import java.util.Locale;

/** What the records of a chunk are. Sections follow one another in the order of their codes; one without records has no chunk. */
public enum SnapshotSection {
    HEADER(1),
    INSTRUMENTS(2),
    RISK_LIMITS(3),
    ACCOUNTS(4),
    POSITIONS(5),
    SOURCES(6),
    OPEN_ORDERS(7),
    DEADLINES(8),
    FINISHED_ORDERS(9),
    REFUSED_ORDERS(10),
    END(16);

    private final byte code;

    SnapshotSection(int code) {
        this.code = (byte) code;
    }

    /** The stable code on disk; never reused for another meaning. */
    public byte code() {
        return code;
    }

    /** As messages call it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
