package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.support.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseMigrationTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int migrate(String url, String... arguments) {
        said.reset();
        PrintStream output = new PrintStream(said, true, StandardCharsets.UTF_8);
        return DatabaseMigration.run(List.of(arguments), Map.of("DATABASE_URL", url), output, output);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void createsAndMigratesAndIsRepeatable() throws SQLException {
        String url = TestPostgres.newDatabase() + "_More-test";

        assertThat(migrate(url, "--create")).as(said()).isZero();
        assertThat(said()).contains("is made", "has version");
        execute(url, "insert into assets (symbol, name) values ('TST', 'Test')");

        assertThat(migrate(url, "--create")).as(said()).isZero();
        assertThat(said()).contains("up to date").doesNotContain("is made");
        assertThat(count(url, "select count(*) from assets where symbol = 'TST'"))
                .isOne();

        assertThat(migrate(url, "--fresh")).as(said()).isZero();
        assertThat(count(url, "select count(*) from assets where symbol = 'TST'"))
                .isZero();
    }

    @Test
    void dropsOnlyTestDatabases() {
        String url = TestPostgres.newDatabase();
        assertThat(migrate(url, "--fresh")).isEqualTo(2);
        assertThat(said()).contains("test databases only");
        assertThat(migrate(url)).as("it is still there").isZero();
    }

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        assertThat(migrate("")).isEqualTo(2);
        assertThat(migrate(TestPostgres.newDatabase(), "--nonsense")).isEqualTo(2);
        assertThat(said()).contains("Usage");
        assertThat(migrate(TestPostgres.newDatabase() + "_missing")).isOne();
        assertThat(said()).contains("cannot be used").doesNotContain("trading_password");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect(String url) throws SQLException {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        return DriverManager.getConnection(parsed.jdbcUrl(), parsed.username(), parsed.password());
    }
}
