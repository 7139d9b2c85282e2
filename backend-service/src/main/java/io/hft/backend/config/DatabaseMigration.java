package io.hft.backend.config;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * The backend's command {@code migrate}: brings the database of {@code DATABASE_URL} to this version's tables and ends, as a start of the backend
 * would. Repeating it changes nothing.
 */
public final class DatabaseMigration {
    private static final String USAGE = """
            Usage: backend migrate [--create] [--fresh]
              --create   make the database first, if it is not there
              --fresh    drop it before; only a database whose name ends with "test" or "test_db"
            Environment: DATABASE_URL, DATABASE_PASSWORD
            """;
    private static final String UNKNOWN_DATABASE = "3D000";
    private static final String DUPLICATE_DATABASE = "42P04";

    private final DatabaseUrl url;
    private final String password;

    private DatabaseMigration(DatabaseUrl url, String password) {
        this.url = url;
        this.password = password;
    }

    /**
     * @param arguments those after {@code migrate}
     * @return the process's exit status: 0 done, 1 the database cannot be used, 2 wrong arguments or settings
     */
    public static int run(
            List<String> arguments, Map<String, String> environment, PrintStream output, PrintStream errors) {
        if (!Set.of("--create", "--fresh").containsAll(arguments)) {
            errors.print(USAGE);
            return 2;
        }
        try {
            String given = environment.getOrDefault("DATABASE_URL", "");
            if (given.isBlank()) {
                throw new StartupFailure("DATABASE_URL is missing");
            }
            DatabaseUrl url = DatabaseUrl.parse(given);
            String password = url.passwordOr(environment.getOrDefault("DATABASE_PASSWORD", ""));
            DatabaseMigration migration = new DatabaseMigration(url, password == null ? "" : password);
            if (arguments.contains("--fresh")) {
                migration.drop(output);
            }
            if (!arguments.isEmpty()) {
                migration.create(output);
            }
            migration.migrate(output);
            return 0;
        } catch (StartupFailure e) {
            errors.println("migrate: " + e.getMessage());
            return 2;
        } catch (SQLException | FlywayException e) {
            errors.println("migrate: the database cannot be used: "
                    + e.getMessage().lines().findFirst().orElse(""));
            return 1;
        }
    }

    private void migrate(PrintStream output) {
        MigrateResult result = Flyway.configure()
                .dataSource(url.jdbcUrl(), url.username(), password)
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
        output.println(
                result.migrationsExecuted == 0
                        ? name() + " is up to date"
                        : name() + " has version " + result.targetSchemaVersion + " now (" + result.migrationsExecuted
                                + " migrations)");
    }

    private void create(PrintStream output) throws SQLException {
        try (Connection there = connect(url.jdbcUrl())) {
            there.isValid(5);
        } catch (SQLException e) {
            if (!UNKNOWN_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            try (Connection server = connect(serverUrl());
                    Statement statement = server.createStatement()) {
                statement.execute("create database " + quoted(server));
                output.println(name() + " is made");
            } catch (SQLException made) {
                // By another one at the same time.
                if (!DUPLICATE_DATABASE.equals(made.getSQLState())) {
                    throw made;
                }
            }
        }
    }

    private void drop(PrintStream output) throws SQLException {
        if (!name().endsWith("test") && !name().endsWith("test_db")) {
            throw new StartupFailure("--fresh drops test databases only, and \"" + name()
                    + "\" does not end with \"test\" or \"test_db\"");
        }
        try (Connection server = connect(serverUrl());
                Statement statement = server.createStatement()) {
            statement.execute("drop database if exists " + quoted(server) + " with (force)");
            output.println(name() + " is dropped");
        }
    }

    private Connection connect(String jdbcUrl) throws SQLException {
        return DriverManager.getConnection(jdbcUrl, url.username(), password);
    }

    private String name() {
        return java.net.URLDecoder.decode(
                url.jdbcUrl().substring(pathStart() + 1, pathEnd()), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The server's own database, which is always there. */
    private String serverUrl() {
        return url.jdbcUrl().substring(0, pathStart()) + "/postgres"
                + url.jdbcUrl().substring(pathEnd());
    }

    private int pathStart() {
        return url.jdbcUrl().indexOf('/', url.jdbcUrl().indexOf("//") + 2);
    }

    private int pathEnd() {
        int query = url.jdbcUrl().indexOf('?');
        return query < 0 ? url.jdbcUrl().length() : query;
    }

    private String quoted(Connection server) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement("select quote_ident(?)")) {
            statement.setString(1, name());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
