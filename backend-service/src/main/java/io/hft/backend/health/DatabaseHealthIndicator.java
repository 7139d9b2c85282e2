package io.hft.backend.health;

import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Part {@code database}: a connection can be had and answers. */
@Component("databaseHealthIndicator")
class DatabaseHealthIndicator extends AbstractHealthIndicator {
    private static final int TIMEOUT_SECONDS = 2;

    private final DataSource dataSource;

    DatabaseHealthIndicator(DataSource dataSource) {
        super("database check failed");
        this.dataSource = dataSource;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            if (connection.isValid(TIMEOUT_SECONDS)) {
                health.up();
            } else {
                health.down().withDetail("reason", "the database does not answer");
            }
        } catch (java.sql.SQLException e) {
            health.down().withDetail("reason", "no connection to the database");
        }
    }
}
