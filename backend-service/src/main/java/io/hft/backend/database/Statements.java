package io.hft.backend.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Statements that are sent together and carried out in their order, in one round trip to the database. What they return is dropped, but for how many rows the first one changed. Built and
 * used by one thread.
 */
public final class Statements {
    private final List<String> texts = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /** Binds one statement's parameters. */
    private interface Part {
        /** @return the position behind the last one */
        int bind(PreparedStatement statement, int first) throws SQLException;
    }

    /**
     * Adds nothing without rows.
     *
     * @param sql with one {@code %s} where the arrays come
     */
    public Statements add(RowBatch rows, String sql) {
        if (rows.size() > 0) {
            texts.add(sql.formatted(rows.parameters()));
            parts.add(rows::bind);
        }
        return this;
    }

    /** @param values one for each question mark */
    public Statements add(String sql, @Nullable Object... values) {
        texts.add(sql);
        parts.add((statement, first) -> {
            int position = first;
            for (Object value : values) {
                statement.setObject(position++, value);
            }
            return position;
        });
        return this;
    }

    /**
     * Runs all of them. The first that fails ends it; needs a running transaction to leave no trace then.
     *
     * @return how many rows the first one has changed; 0 when there is none
     */
    public int execute(JdbcTemplate jdbc) {
        if (texts.isEmpty()) {
            return 0;
        }
        Integer changed = jdbc.execute(String.join(";\n", texts), (PreparedStatementCallback<Integer>) this::execute);
        return changed == null ? 0 : changed;
    }

    private int execute(PreparedStatement statement) throws SQLException {
        int position = 1;
        for (Part part : parts) {
            position = part.bind(statement, position);
        }
        statement.execute();
        return Math.max(0, statement.getUpdateCount());
    }
}
