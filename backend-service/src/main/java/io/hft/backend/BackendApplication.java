package io.hft.backend;

import io.hft.backend.config.PortCheck;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the backend. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BackendApplication {
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(BackendApplication.class);
        String databaseUrl = System.getenv("DATABASE_URL");
        if (databaseUrl == null || databaseUrl.isBlank()) {
            application.setAdditionalProfiles("local");
        }
        application.addListeners(new PortCheck());
        application.run(args);
    }
}
