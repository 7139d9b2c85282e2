package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Check;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one run has looked at and found; used by one thread. */
final class Findings {
    /** More are counted and not listed: by then the first ones are enough to act on. */
    static final int LISTED_MAX = 1_000;

    private final Map<Finding.Key, Finding> findings = new LinkedHashMap<>();
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    private final Set<Check> whole = EnumSet.noneOf(Check.class);
    private final Set<Check> notWhole = EnumSet.noneOf(Check.class);
    private final Set<Finding.Key> lookedAtAgain = new HashSet<>();
    private final List<String> skipped = new ArrayList<>();

    /** What is counted. */
    enum Counter {
        /** Open orders compared between engine and database. */
        OPEN_ORDERS,
        /** Open orders of the engine that nobody placed through the exchange. */
        FOREIGN_ORDERS,
        /** Orders that changed faster than both sides could be asked; they are looked at again. */
        MOVING_ORDERS,
        ACCOUNTS,
        ORDERS,
        FILLS,
        TRANSFERS,
        EVENTS
    }

    void add(Finding finding) {
        if (findings.size() < LISTED_MAX) {
            findings.put(finding.key(), finding);
        } else {
            note("more than " + LISTED_MAX + " differences: the others are not listed");
        }
    }

    boolean isFull() {
        return findings.size() >= LISTED_MAX;
    }

    void count(Counter counter, long more) {
        counts.merge(counter, more, Long::sum);
    }

    /** All of it was looked at: whatever is not found now is no more. Does not hold if a part of it was {@link #skip(Check, String) skipped}. */
    void whole(Check check) {
        whole.add(check);
    }

    /** Something could not be compared, and is no difference for that. */
    void skip(Check check, String why) {
        notWhole.add(check);
        note(why);
    }

    /** To be said beside the findings. */
    void note(String why) {
        if (!skipped.contains(why)) {
            skipped.add(why);
        }
    }

    /** Looked at because it was a difference before. */
    void lookedAtAgain(Finding before) {
        lookedAtAgain.add(before.key());
    }

    /** Whether this run would have found this again if it still were so. */
    boolean covers(Finding before) {
        Check check = before.kind().check();
        return whole.contains(check) && !notWhole.contains(check) || lookedAtAgain.contains(before.key());
    }

    boolean isFound(Finding.Key key) {
        return findings.containsKey(key);
    }

    List<Finding> list() {
        return List.copyOf(findings.values());
    }

    Map<Counter, Long> counts() {
        return Map.copyOf(counts);
    }

    List<String> skipped() {
        return List.copyOf(skipped);
    }
}
