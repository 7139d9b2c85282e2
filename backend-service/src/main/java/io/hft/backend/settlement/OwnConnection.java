package io.hft.backend.settlement;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database connection outside of the pool: it holds the leader's lock, listens while somebody else leads, and carries the leader's
 * transactions, so that a batch cannot commit after the lock is gone. Used by one thread.
 *
 * <p>Its commits do not wait for the disk, but for those that store answers. What a crash of the database (never of a backend) can take are the last
 * batches as a whole, their cursor among them: they are booked again, from the engine's log, which is on the disk before anybody hears
 * of an event. An answer is not in that log, so it is on the disk before its caller has it. Whatever others commit after a batch, a
 * withdrawal for instance, comes behind it in the database's log and takes it to the disk along with itself.
 */
final class OwnConnection implements AutoCloseable {
    /** First half of the advisory lock's key; the second is the shard. */
    private static final int LOCK_CLASS = 0x4846_5453;

    private final Connection connection;
    private final SingleConnectionDataSource dataSource;
    private final JdbcTemplate jdbc;

    private OwnConnection(Connection connection) {
        this.connection = connection;
        this.dataSource = new SingleConnectionDataSource(connection, true);
        this.jdbc = new JdbcTemplate(dataSource);
        // Plans are kept, and tables grow: no plan for a table that is small now. A batch's rows are found one by one.
        jdbc.execute("set synchronous_commit = off; set enable_seqscan = off; set enable_mergejoin = off;"
                + " set enable_hashjoin = off");
    }

    static OwnConnection open(JdbcConnectionDetails database, int shard) throws SQLException {
        Properties properties = new Properties();
        if (database.getUsername() != null) {
            properties.setProperty("user", database.getUsername());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "hft-settler-" + shard);
        return new OwnConnection(DriverManager.getConnection(database.getJdbcUrl(), properties));
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Whether this connection leads the shard from now on, until it is closed. */
    boolean tryLead(int shard) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select pg_try_advisory_lock(?, ?)", Boolean.class, LOCK_CLASS, shard));
    }

    void listen() {
        jdbc.execute("listen " + SettlementTables.CHANNEL);
    }

    void unlisten() {
        jdbc.execute("unlisten " + SettlementTables.CHANNEL);
    }

    /** Payloads that came in within the time. */
    List<String> notifications(Duration timeout) throws SQLException {
        PGNotification[] notifications =
                connection.unwrap(PGConnection.class).getNotifications((int) Math.max(1, timeout.toMillis()));
        List<String> payloads = new ArrayList<>();
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                payloads.add(notification.getParameter());
            }
        }
        return payloads;
    }

    /** Throws when the connection is gone. */
    void check() {
        jdbc.execute("select 1");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
