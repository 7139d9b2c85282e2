package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Database;
import io.hft.it.support.FreePorts;
import io.hft.it.support.Platform;
import io.hft.it.support.PostgresProcess;
import io.hft.it.support.Script;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that people run against a platform, a database, or nothing. */
class ScriptsIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @TempDir
    private Path directory;

    @Test
    void smokeFindsAWholePlatformFineAgainAndAgain() {
        for (int run = 0; run < 2; run++) {
            Script.Result smoke =
                    Script.run("smoke.sh", Map.of(), platform.url().toString());
            assertThat(smoke.status()).as(smoke.output()).isZero();
            assertThat(smoke.output()).contains("are fine").doesNotContain("SURPRISE");
        }
    }

    @Test
    void smokeFailsWhereNothingAnswers() {
        URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
        Script.Result smoke = Script.run("smoke.sh", Map.of("SMOKE_WAIT_SECONDS", "1"), nobody.toString());
        assertThat(smoke.status()).isOne();
        assertThat(smoke.output()).contains("SURPRISE in step 1");
    }

    @Test
    void setsATestDatabaseUpRepeatably() {
        int port = FreePorts.next();
        PostgresProcess postgres =
                PostgresProcess.create(directory.resolve("postgres"), directory.resolve("postgres.log"), port);
        try {
            String url = PostgresProcess.url(port).replace("/trading_db", "/trading_test_db");
            Script.Result first = Script.run("setup_test_db.sh", Map.of(), url);
            assertThat(first.status()).as(first.output()).isZero();
            assertThat(first.output())
                    .contains("trading_test_db is made", "has version")
                    .endsWith("DATABASE_URL=" + url + "\n");

            Script.Result second = Script.run("setup_test_db.sh", Map.of("TEST_DATABASE_URL", url));
            assertThat(second.status()).as(second.output()).isZero();
            assertThat(second.output()).contains("up to date");

            Script.Result fresh = Script.run("setup_test_db.sh", Map.of(), url, "--fresh");
            assertThat(fresh.status()).as(fresh.output()).isZero();
            assertThat(fresh.output()).contains("dropped", "is made", "has version");
            Script.Result refused = Script.run("setup_test_db.sh", Map.of(), PostgresProcess.url(port), "--fresh");
            assertThat(refused.status()).as(refused.output()).isEqualTo(2);
            assertThat(Database.at(port).count("select count(*) from pg_database where datname like 'trading%'"))
                    .isEqualTo(2);
        } finally {
            postgres.kill();
        }
    }

    @Test
    void everyLinkOfTheDocumentationLeadsSomewhere() {
        Script.Result links = Script.run("check-docs.sh", Map.of());
        assertThat(links.status()).as(links.output()).isZero();
        assertThat(links.output()).contains("links, 0 wrong");
    }
}
