package io.hft.it.support;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the platform's database directly. */
public final class Database {
    private final String url;

    private Database(String hostAndPort) {
        url = "jdbc:postgresql://" + hostAndPort + "/trading_db?user=trading_user&password=trading_password";
    }

    /** The platform's database on a port of the loopback interface. */
    public static Database at(int port) {
        return new Database("127.0.0.1:" + port);
    }

    /** Where a {@code DATABASE_URL} points to. */
    static Database of(URI url) {
        return new Database(url.getHost() + ":" + url.getPort());
    }

    /** Turns a row into a value. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> query(String sql, RowReader<T> reader, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long count(String sql, Object... arguments) {
        return query(sql, row -> row.getLong(1), arguments).getFirst();
    }

    /** The rows of a query as text, columns joined with blanks: for messages and for comparing. */
    public List<String> lines(String sql, Object... arguments) {
        return query(
                sql,
                row -> {
                    StringBuilder line = new StringBuilder();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        line.append(column == 1 ? "" : " ").append(row.getString(column));
                    }
                    return line.toString();
                },
                arguments);
    }

    public long settledSequence() {
        return count("select coalesce(max(sequence), 0) from settlement_cursors");
    }

    /** An order as the backend knows it. */
    public record OrderRow(
            long orderId,
            long userId,
            String symbol,
            String side,
            BigDecimal price,
            BigDecimal quantity,
            BigDecimal cumulativeQuantity,
            String status,
            BigDecimal held) {
        public boolean isOpen() {
            return List.of("PENDING_NEW", "NEW", "PENDING_TRIGGER", "PARTIALLY_FILLED")
                    .contains(status);
        }

        public BigDecimal leaves() {
            return quantity.subtract(cumulativeQuantity);
        }
    }

    public List<OrderRow> orders() {
        return query(
                "select order_id, user_id, symbol, side, price, quantity, cumulative_quantity, status, held from orders order by order_id",
                row -> new OrderRow(
                        row.getLong("order_id"),
                        row.getLong("user_id"),
                        row.getString("symbol"),
                        row.getString("side"),
                        row.getBigDecimal("price"),
                        row.getBigDecimal("quantity"),
                        row.getBigDecimal("cumulative_quantity"),
                        row.getString("status"),
                        row.getBigDecimal("held")));
    }
}
