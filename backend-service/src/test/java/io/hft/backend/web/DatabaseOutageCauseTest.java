package io.hft.backend.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.hibernate.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.orm.jpa.JpaSystemException;

class DatabaseOutageCauseTest {
    /** What is left of a transaction whose connection broke between two of its statements: the rollback's failure hides the first. */
    @Test
    void isBehindARollbackThatFinishedNothing() {
        var hidden = new TransactionException(
                "Unable to rollback against JDBC Connection", new SQLException("Connection is closed"));

        assertThat(DatabaseOutage.isCauseOf(new JpaSystemException(hidden))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57P03"})
    void isBehindTheStatesOfALostConnection(String state) {
        assertThat(DatabaseOutage.isCauseOf(new IllegalStateException(new SQLException("gone", state))))
                .isTrue();
    }

    @Test
    void isNotBehindAStatementThatIsWrong() {
        assertThat(DatabaseOutage.isCauseOf(new SQLException("syntax error", "42601")))
                .isFalse();
        assertThat(DatabaseOutage.isCauseOf(null)).isFalse();
    }
}
