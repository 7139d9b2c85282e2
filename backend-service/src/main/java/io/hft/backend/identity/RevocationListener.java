package io.hft.backend.identity;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears from the other backends what changed about credentials, on a connection and a thread of its own. While it hears nothing, the memory of
 * {@link CredentialStates} is not used.
 */
@Component
final class RevocationListener implements SmartLifecycle, Runnable {
    private static final Logger log = LoggerFactory.getLogger(RevocationListener.class);
    private static final int WAIT_MILLIS = 1_000;
    /** A connection that silently broke is noticed after this many waits and a socket timeout. */
    private static final int WAITS_PER_CHECK = 5;

    private static final long RECONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JdbcConnectionDetails database;
    private final CredentialStates states;
    private final Revocations revocations;
    private volatile @Nullable Thread thread;

    RevocationListener(JdbcConnectionDetails database, CredentialStates states, Revocations revocations) {
        this.database = database;
        this.states = states;
        this.revocations = revocations;
    }

    @Override
    public void run() {
        while (isRunning()) {
            try (Connection connection = connect()) {
                listen(connection);
            } catch (SQLException e) {
                states.distrust();
                if (isRunning()) {
                    log.warn("no word of revoked credentials, each is looked up for now: {}", e.getMessage());
                    LockSupport.parkNanos(RECONNECT_NANOS);
                }
            }
        }
        states.distrust();
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + Revocations.CHANNEL);
            states.trust();
            int waits = 0;
            while (isRunning()) {
                PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
                for (PGNotification notification : heard == null ? new PGNotification[0] : heard) {
                    receive(notification.getParameter());
                }
                if (++waits % WAITS_PER_CHECK == 0) {
                    statement.execute("select 1");
                }
            }
        }
    }

    private void receive(String announcement) {
        try {
            revocations.receive(announcement);
        } catch (RuntimeException e) {
            log.warn("cannot act on {}: {}", announcement, e.toString());
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (database.getUsername() != null) {
            properties.setProperty("user", database.getUsername());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("ApplicationName", "hft-revocations");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }

    @Override
    public void start() {
        Thread started = new Thread(this, "revocations");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        Thread stopped = thread;
        thread = null;
        if (stopped == null) {
            return;
        }
        LockSupport.unpark(stopped);
        try {
            stopped.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
