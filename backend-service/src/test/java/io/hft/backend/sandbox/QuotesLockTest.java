package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.config.DatabaseUrl;
import io.hft.backend.sandbox.QuotesLock.State;
import io.hft.backend.support.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

class QuotesLockTest {
    private final DatabaseUrl url = DatabaseUrl.parse(TestPostgres.newDatabase());
    private final JdbcConnectionDetails database = new JdbcConnectionDetails() {
        @Override
        public String getUsername() {
            return url.username();
        }

        @Override
        public String getPassword() {
            return url.password();
        }

        @Override
        public String getJdbcUrl() {
            return url.jdbcUrl();
        }
    };

    @Test
    void staysWithTheFirstUntilItEnds() throws SQLException {
        try (QuotesLock first = new QuotesLock(database);
                QuotesLock second = new QuotesLock(database)) {
            assertThat(first.take()).isEqualTo(State.TAKEN);
            for (int i = 0; i < 3; i++) {
                assertThat(second.take()).isEqualTo(State.ELSEWHERE);
                assertThat(first.take()).isEqualTo(State.HELD);
            }
            first.close();
            assertThat(second.take()).isEqualTo(State.TAKEN);
            assertThat(first.take()).isEqualTo(State.ELSEWHERE);
        }
    }

    @Test
    void isLostWithItsConnectionAndTakenAnew() throws SQLException {
        try (QuotesLock lock = new QuotesLock(database)) {
            assertThat(lock.take()).isEqualTo(State.TAKEN);
            try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.username(), url.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                        + " where application_name = 'hft-house' and datname = current_database()");
            }
            assertThat(lock.take()).isEqualTo(State.TAKEN);
        }
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        JdbcConnectionDetails nowhere = new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "nobody";
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return "jdbc:postgresql://127.0.0.1:1/nowhere";
            }
        };
        try (QuotesLock lock = new QuotesLock(nowhere)) {
            assertThatThrownBy(lock::take).isInstanceOf(SQLException.class);
        }
    }
}
