package io.hft.backend.marketdata;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A connection outside of the pool that hears the notifications of settlers and recorders, of whichever backend. Used by one thread. */
final class SettlementSignals implements AutoCloseable {
    /** Of the settlers; the payload is {@code shard:sequence}. */
    private static final String SETTLED = "hft_settled";

    private final Connection connection;

    private SettlementSignals(Connection connection) {
        this.connection = connection;
    }

    static SettlementSignals open(JdbcConnectionDetails database) throws SQLException {
        Properties properties = new Properties();
        if (database.getUsername() != null) {
            properties.setProperty("user", database.getUsername());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "hft-market-data");
        Connection connection = DriverManager.getConnection(database.getJdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + SETTLED + "; listen " + TapeRecorder.CHANNEL);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SettlementSignals(connection);
    }

    /** What came in within the time: per shard the last booked event that was said, 0 where only the tape has grown. */
    Map<Integer, Long> await(int timeoutMillis) throws SQLException {
        Map<Integer, Long> signals = new HashMap<>();
        PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications(timeoutMillis);
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                String[] parts = notification.getParameter().split(":");
                long sequence = parts.length > 1 ? Long.parseLong(parts[1]) : 0;
                signals.merge(Integer.parseInt(parts[0]), sequence, Math::max);
            }
        } else {
            // A silent connection may be a dead one.
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
        }
        return signals;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
