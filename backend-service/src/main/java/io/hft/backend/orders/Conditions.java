package io.hft.backend.orders;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The where clause of a filtered list: only what is asked for, so that the plan fits. Values are parameters, never text. */
final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** A condition without a value of its own. */
    Conditions and(String condition) {
        sql.append(sql.isEmpty() ? " where " : " and ").append(condition);
        return this;
    }

    /** A condition with one placeholder; left out when {@code value} is null. */
    Conditions and(String condition, @Nullable Object value) {
        if (value != null) {
            and(condition);
            values.add(value);
        }
        return this;
    }

    Conditions and(String condition, Object... several) {
        and(condition);
        values.addAll(List.of(several));
        return this;
    }

    String sql() {
        return sql.toString();
    }

    List<Object> values() {
        return values;
    }
}
