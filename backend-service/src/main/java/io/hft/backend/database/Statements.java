package io.hft.backend.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Statements that are sent together and carried out in their order, in one round trip to the database. Built and used by one thread.
 */
public final class Statements {
    private static final RowCallbackHandler DROP = row -> {};

    private final List<String> texts = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<RowCallbackHandler> readers = new ArrayList<>();

    /** Binds one statement's parameters. */
    private interface Part {
        /** @return the position behind the last one */
        int bind(PreparedStatement statement, int first) throws SQLException;
    }

    /**
     * Adds nothing without rows. What it returns is dropped.
     *
     * @param sql with one {@code %s} where the arrays come
     */
    public Statements add(RowBatch rows, String sql) {
        if (rows.size() > 0) {
            add(sql.formatted(rows.parameters()), rows::bind, DROP);
        }
        return this;
    }

    /**
     * Adds a statement whether there are rows or not.
     *
     * @param sql with as many {@code %s} as there are batches
     * @param reader gets each row that it returns
     */
    public Statements query(List<RowBatch> batches, String sql, RowCallbackHandler reader) {
        Object[] arrays = batches.stream().map(RowBatch::parameters).toArray();
        return add(
                sql.formatted(arrays),
                (statement, first) -> {
                    int position = first;
                    for (RowBatch rows : batches) {
                        position = rows.bind(statement, position);
                    }
                    return position;
                },
                reader);
    }

    /** @param values one for each question mark; what it returns is dropped */
    public Statements add(String sql, @Nullable Object... values) {
        return query(sql, DROP, values);
    }

    /**
     * @param reader gets each row that it returns
     * @param values one for each question mark
     */
    public Statements query(String sql, RowCallbackHandler reader, @Nullable Object... values) {
        return add(
                sql,
                (statement, first) -> {
                    int position = first;
                    for (Object value : values) {
                        statement.setObject(position++, value);
                    }
                    return position;
                },
                reader);
    }

    private Statements add(String sql, Part part, RowCallbackHandler reader) {
        texts.add(sql);
        parts.add(part);
        readers.add(reader);
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
        boolean isResult = statement.execute();
        int changed = isResult ? 0 : Math.max(0, statement.getUpdateCount());
        for (RowCallbackHandler reader : readers) {
            if (isResult) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        reader.processRow(rows);
                    }
                }
            }
            isResult = statement.getMoreResults();
        }
        return changed;
    }
}
