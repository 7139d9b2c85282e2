package io.hft.backend.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement takes as a table: one array parameter per column, whatever the number of rows. In the statement,
 * {@code unnest(%s)} stands for them. Used by one thread.
 */
public final class RowBatch {
    private final List<Column> columns;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** A column's type. What PostgreSQL takes in its own form is neither written nor read as text. */
    public enum Column {
        INTEGER("integer", Integer[]::new),
        BIGINT("bigint", Long[]::new),
        TEXT("text", String[]::new),
        BOOLEAN("boolean", Boolean[]::new),
        BYTEA("bytea", byte[][]::new),
        /** {@link java.math.BigDecimal}. */
        NUMERIC("numeric", null),
        /** {@link java.time.Instant}. */
        TIMESTAMPTZ("timestamptz", null);

        private final String type;
        private final @Nullable IntFunction<Object[]> array;

        Column(String type, @Nullable IntFunction<Object[]> array) {
            this.type = type;
            this.array = array;
        }
    }

    public RowBatch(Column... columns) {
        this.columns = List.of(columns);
    }

    /** @param values one per column, of the class that belongs to its type */
    public void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        rows.add(values);
    }

    public int size() {
        return rows.size();
    }

    /** As many arrays as there are columns, for {@code unnest}. */
    String parameters() {
        return columns.stream().map(column -> "?::" + column.type + "[]").collect(Collectors.joining(", "));
    }

    /** @return the position behind the last array */
    int bind(PreparedStatement statement, int first) throws SQLException {
        Connection connection = statement.getConnection();
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            if (column.array == null) {
                statement.setObject(first + index, literal(index), Types.OTHER);
            } else {
                Object[] values = column.array.apply(rows.size());
                for (int row = 0; row < values.length; row++) {
                    values[row] = rows.get(row)[index];
                }
                statement.setArray(first + index, connection.createArrayOf(column.type, values));
            }
        }
        return first + columns.size();
    }

    /** Numbers and times have no character that would need a quote. */
    private String literal(int column) {
        StringBuilder text = new StringBuilder(16 * rows.size() + 2).append('{');
        for (int row = 0; row < rows.size(); row++) {
            if (row > 0) {
                text.append(',');
            }
            Object value = rows.get(row)[column];
            text.append(value == null ? "NULL" : value.toString());
        }
        return text.append('}').toString();
    }
}
