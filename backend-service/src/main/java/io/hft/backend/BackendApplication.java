package io.hft.backend;

import io.hft.backend.config.DatabaseMigration;
import io.hft.backend.config.PortCheck;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the backend; with {@code migrate} as first argument it only brings the database up to date. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BackendApplication {
    public static void main(String[] args) {
        List<String> given = List.of(args);
        if (!given.isEmpty() && given.getFirst().equals("migrate")) {
            System.exit(DatabaseMigration.run(given.subList(1, given.size()), System.getenv(), System.out, System.err));
        }
        SpringApplication application = new SpringApplication(BackendApplication.class);
        String databaseUrl = System.getenv("DATABASE_URL");
        if (databaseUrl == null || databaseUrl.isBlank()) {
            application.setAdditionalProfiles("local");
        }
        application.addListeners(new PortCheck());
        application.run(args);
    }
}
