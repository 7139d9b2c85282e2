package io.hft.it.support;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that {@code docker-compose.yml} names, where there is an engine for containers that has it; the embedded one where not. Says which.
 * Registered before the platform that uses it, so that it ends after it.
 */
public final class RealPostgres implements AfterAllCallback {
    private static final String IMAGE = "postgres:18";

    private final Optional<PostgreSQLContainer> container;

    private RealPostgres(Optional<PostgreSQLContainer> container) {
        this.container = container;
    }

    public static RealPostgres start() {
        try {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? inContainer()
                    : embedded("there is no engine for containers here");
        } catch (ContainerFetchException | ContainerLaunchException e) {
            return embedded("the engine for containers does not start " + IMAGE + " (" + e.getMessage() + ")");
        }
    }

    private static RealPostgres inContainer() {
        // Ended in afterAll.
        @SuppressWarnings("resource")
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withUsername(PostgresProcess.USER)
                .withPassword(PostgresProcess.PASSWORD)
                .withDatabaseName(PostgresProcess.DATABASE);
        container.start();
        System.out.println("PostgreSQL: the image " + IMAGE + " in a container of Testcontainers");
        return new RealPostgres(Optional.of(container));
    }

    private static RealPostgres embedded(String reason) {
        System.out.println("PostgreSQL: the embedded one; " + reason);
        return new RealPostgres(Optional.empty());
    }

    /** What a backend needs to use it. */
    public Map<String, String> settings() {
        return container
                .map(running -> Map.of(
                        "DATABASE_URL",
                        PostgresProcess.url(
                                running.getHost(), running.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)),
                        "HFT_SANDBOX",
                        "true"))
                .orElse(Map.of());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        container.ifPresent(PostgreSQLContainer::stop);
    }
}
