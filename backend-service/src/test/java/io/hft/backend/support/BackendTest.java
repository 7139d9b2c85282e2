package io.hft.backend.support;

import io.hft.backend.BackendApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole backend on a random port, in sandbox mode, on a database of its own. No engine, unless a test names one with
 * {@code hft.engine-client.port}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = BackendApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "hft.engine-client.port=1"})
@ActiveProfiles("local")
@ContextConfiguration(initializers = BackendTest.OwnDatabase.class)
public @interface BackendTest {
    /** Gives each context its database and data directory. */
    final class OwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "hft.database.url=" + TestPostgres.newDatabase(),
                            "hft.data-dir=" + TestDirectories.create("test-data"))
                    .applyTo(context);
        }
    }
}
