package io.hft.it.chaos.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what one point's checks find. */
final class Findings {
    private final int point;
    private final List<Violation> violations = new ArrayList<>();

    Findings(int point) {
        this.point = point;
    }

    void add(String what) {
        violations.add(new Violation(point, what));
    }

    /** Finds something unless it holds. */
    void require(boolean holds, String what) {
        if (!holds) {
            add(what);
        }
    }

    void requireEqual(@Nullable Object found, @Nullable Object expected, String what) {
        boolean equal = found instanceof BigDecimal one && expected instanceof BigDecimal other
                ? one.compareTo(other) == 0
                : Objects.equals(found, expected);
        if (!equal) {
            add(what + ": " + found + " instead of " + expected);
        }
    }

    List<Violation> violations() {
        return violations;
    }
}
