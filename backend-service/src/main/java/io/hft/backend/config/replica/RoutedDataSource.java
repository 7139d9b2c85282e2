package io.hft.backend.config.replica;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The database, but for threads that have chosen its copy. */
final class RoutedDataSource extends DelegatingDataSource {
    private final Replica replica;

    RoutedDataSource(DataSource database, Replica replica) {
        super(database);
        this.replica = replica;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return replica.isChosen() ? replica.connection() : super.getConnection();
    }
}
