package io.hft.backend.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The right to quote: an advisory lock on a database connection of its own, kept until that connection ends, so that of several
 * backends one walks the prices and the others follow nobody. Used by one thread.
 */
final class QuotesLock implements AutoCloseable {
    private static final long KEY = 0x4846_5451_554F_5445L;
    private static final int CHECK_SECONDS = 2;

    private final JdbcConnectionDetails database;
    private @Nullable Connection connection;
    private boolean held;

    QuotesLock(JdbcConnectionDetails database) {
        this.database = database;
    }

    /** How it stands with the lock. */
    enum State {
        /** Ours since just now: whatever another backend did before may have to be mended. */
        TAKEN,
        HELD,
        ELSEWHERE
    }

    /** @throws SQLException the database does not answer; the lock is lost, if it was held */
    State take() throws SQLException {
        if (connection != null && !connection.isValid(CHECK_SECONDS)) {
            close();
        }
        if (held) {
            return State.HELD;
        }
        if (connection == null) {
            connection = open();
        }
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                held = answer.next() && answer.getBoolean(1);
            }
        }
        return held ? State.TAKEN : State.ELSEWHERE;
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        if (database.getUsername() != null) {
            properties.setProperty("user", database.getUsername());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "hft-house");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }

    /** Lets another backend quote. */
    @Override
    public void close() {
        held = false;
        Connection before = connection;
        connection = null;
        if (before != null) {
            try {
                before.close();
            } catch (SQLException e) {
                // It was broken; the server ends it.
            }
        }
    }
}
