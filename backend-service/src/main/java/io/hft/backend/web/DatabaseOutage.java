package io.hft.backend.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import org.hibernate.TransactionException;
import org.jspecify.annotations.Nullable;

/** Recognises a database that is away behind the exceptions of JDBC, JPA and the pool. */
public final class DatabaseOutage {
    private DatabaseOutage() {}

    public static boolean isCauseOf(@Nullable Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            // A transaction that can be neither committed nor rolled back has lost its connection; the pool's own
            // exception behind it
            // says no SQL state.
            if (cause instanceof SQLTransientException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof TransactionException) {
                return true;
            }
            // Class 08: connection; 57P: the server is stopped, crashed or starting.
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }
}
