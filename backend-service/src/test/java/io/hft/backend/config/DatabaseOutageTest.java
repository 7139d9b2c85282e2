package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.backend.BackendApplication;
import io.hft.backend.config.postgres.EmbeddedPostgres;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import io.hft.backend.support.TestDirectories;
import io.hft.backend.support.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The {@code local} profile as people start it, and its database killed under it. */
@SpringBootTest(
        classes = BackendApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "hft.engine-client.port=1", "hft.database.url=", "hft.database.port=0"
        })
@ActiveProfiles("local")
@DirtiesContext
class DatabaseOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @LocalServerPort
    private int port;

    @Autowired
    private EmbeddedPostgres postgres;

    @DynamicPropertySource
    static void directories(DynamicPropertyRegistry registry) {
        Path directory = TestDirectories.create("outage");
        registry.add("hft.data-dir", directory::toString);
        registry.add("hft.database.binaries-dir", TestPostgres.BINARIES::toString);
    }

    @Test
    void answersUnavailableWhileTheDatabaseIsDeadAndComesBackByItself() {
        Http http = new Http(port);
        assertThat(http.get("/api/v1/trading/portfolio/1").<String>json("$.total_valuation_usd"))
                .isEqualTo("100000.00");
        assertThat(http.get("/health").<String>json("$.parts.database.status")).isEqualTo("up");
        long killed = postgres.processId();
        assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

        List<String> wrong = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            Answer answer = http.get("/api/v1/trading/portfolio/1");
            boolean unavailable = answer.status() == 503
                    && answer.body().contains("ERR_DATABASE_UNAVAILABLE")
                    && !answer.header("Retry-After").isEmpty();
            if (answer.status() != 200 && !unavailable) {
                wrong.add(answer.status() + " " + answer.body());
            }
            return answer.status() == 200 && postgres.processId() != killed;
        });
        assertThat(wrong).isEmpty();
        assertThat(http.get("/api/v1/trading/portfolio/1").<String>json("$.total_valuation_usd"))
                .isEqualTo("100000.00");
        assertThat(http.get("/health").<String>json("$.parts.database.status")).isEqualTo("up");
    }
}
