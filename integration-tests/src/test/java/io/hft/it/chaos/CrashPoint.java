package io.hft.it.chaos;

import java.util.List;

/**
 * Where a part can be told to die ({@code HFT_TEST_FAULT_POINT}): between every two steps of an order's way, and of a snapshot.
 *
 * @param part who dies
 * @param name as the variable takes it
 */
record CrashPoint(Part part, String name) {
    /** In the order in which an order, and then a snapshot, comes to them. */
    static final List<CrashPoint> ALL = List.of(
            new CrashPoint(Part.BACKEND, "after-hold"),
            new CrashPoint(Part.BACKEND, "after-submit"),
            new CrashPoint(Part.BACKEND, "before-settlement"),
            new CrashPoint(Part.BACKEND, "after-settlement"),
            new CrashPoint(Part.BACKEND, "before-answer"),
            new CrashPoint(Part.ENGINE, "after-journal-write"),
            new CrashPoint(Part.ENGINE, "after-journal-force"),
            new CrashPoint(Part.ENGINE, "before-answer"),
            new CrashPoint(Part.ENGINE, "snapshot-begun"),
            new CrashPoint(Part.ENGINE, "snapshot-written"),
            new CrashPoint(Part.ENGINE, "snapshot-forced"),
            new CrashPoint(Part.ENGINE, "snapshot-renamed"),
            new CrashPoint(Part.ENGINE, "journal-pruned"));

    static List<CrashPoint> of(Part part) {
        return ALL.stream().filter(point -> point.part() == part).toList();
    }

    /** Whether a snapshot has to be taken for it to be reached. */
    boolean isOfSnapshot() {
        return part == Part.ENGINE && (name.startsWith("snapshot-") || name.equals("journal-pruned"));
    }

    @Override
    public String toString() {
        return part + " " + name;
    }
}
