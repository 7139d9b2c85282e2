package io.hft.backend.config.replica;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hft.backend.config.DatabaseUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copy, and whether the current thread reads from it. */
final class Replica implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final String POSITION =
            "select pg_current_wal_insert_lsn()::text, system_identifier from pg_control_system()";
    /** A copy that was made of another database, or that has been promoted, may be far ahead and has nothing to say here. */
    private static final String HAS = """
            select pg_is_in_recovery() and system_identifier = ?, pg_last_wal_replay_lsn() >= ?::pg_lsn from pg_control_system()
            """;

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HikariDataSource pool;
    private final ThreadLocal<Boolean> chosen = ThreadLocal.withInitial(() -> false);
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();

    Replica(String url, String password, int poolSize) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        HikariConfig config = new HikariConfig();
        config.setPoolName("hft-replica");
        config.setJdbcUrl(parsed.jdbcUrl());
        config.setUsername(parsed.username());
        config.setPassword(parsed.passwordOr(password));
        config.setReadOnly(true);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(250);
        config.setValidationTimeout(250);
        // A backend starts, and serves, without its copy.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", 10);
        config.addDataSourceProperty("connectTimeout", 2);
        pool = new HikariDataSource(config);
    }

    /** Has the current thread read from the copy until {@link #release}, if the copy has all that the database has now. */
    boolean choose(DataSource database) {
        if (System.nanoTime() - notBefore < 0) {
            return false;
        }
        String position;
        long identity;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(POSITION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            position = row.getString(1);
            identity = row.getLong(2);
        } catch (SQLException e) {
            // The request itself will say so.
            return false;
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(HAS)) {
            statement.setLong(1, identity);
            statement.setString(2, position);
            long until = System.nanoTime() + WAIT_NANOS;
            do {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        lost("is no copy of this database");
                        return false;
                    }
                    if (row.getBoolean(2)) {
                        found();
                        chosen.set(true);
                        return true;
                    }
                }
                LockSupport.parkNanos(LOOK_NANOS);
            } while (System.nanoTime() - until < 0);
            found();
        } catch (SQLException e) {
            lost("does not answer: " + e.getMessage());
        }
        return false;
    }

    private void lost(String why) {
        notBefore = System.nanoTime() + PAUSE_NANOS;
        if (away.compareAndSet(false, true)) {
            log.warn("everything is read from the database, the read replica {}", why);
        }
    }

    private void found() {
        if (away.compareAndSet(true, false)) {
            log.info("the read replica serves again");
        }
    }

    void release() {
        chosen.remove();
    }

    boolean isChosen() {
        return chosen.get();
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }
}
