package io.hft.backend.support;

import io.hft.backend.config.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The embedded PostgreSQL 18 that all tests of this JVM share; started at the first call, gone with the JVM. */
public final class TestPostgres {
    /** Unpacked once per build tree. */
    public static final Path BINARIES = Path.of("target", "postgres").toAbsolutePath();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A fresh and empty database, as a {@code DATABASE_URL}. */
    public static String newDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        Server.POSTGRES.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "postgresql://" + EmbeddedPostgres.USER + ":" + EmbeddedPostgres.PASSWORD + "@127.0.0.1:"
                + Server.POSTGRES.port() + "/" + name;
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            // Removed by the hook below, which knows when nothing writes to it any more.
            try {
                Path directory = Files.createTempDirectory("hft-test-postgres");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"), BINARIES, 0);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    postgres.close();
                    TestDirectories.remove(directory);
                }));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
