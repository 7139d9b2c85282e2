package io.hft.backend.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one statement takes as a table: one array parameter per column, whatever the number of rows. In the statement,
 * {@code unnest(%s)} stands for them. Used by one thread.
 */
public final class RowBatch {
    private final List<String> types;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** @param types of the columns, as PostgreSQL names them */
    public RowBatch(String... types) {
        this.types = List.of(types);
    }

    /** @param values one per column; their {@code toString} must be a value of the column's type */
    public void add(@Nullable Object... values) {
        if (values.length != types.size()) {
            throw new IllegalArgumentException(values.length + " values for " + types.size() + " columns");
        }
        rows.add(values);
    }

    public int size() {
        return rows.size();
    }

    /** As many arrays as there are columns, for {@code unnest}. */
    String parameters() {
        return types.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
    }

    /** @return the position behind the last array */
    int bind(PreparedStatement statement, int first) throws SQLException {
        Connection connection = statement.getConnection();
        for (int column = 0; column < types.size(); column++) {
            int position = column;
            Object[] values = IntStream.range(0, rows.size())
                    .mapToObj(row -> text(rows.get(row)[position]))
                    .toArray();
            Array array = connection.createArrayOf(types.get(column), values);
            statement.setArray(first + column, array);
        }
        return first + types.size();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
