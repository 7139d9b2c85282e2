package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.Chromium;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import io.hft.it.support.SwaggerPage;
import io.hft.it.support.SwaggerPage.Answer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who tries the platform out in a browser. Pictures of it are kept in {@code target/screenshots}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SwaggerUiIT {
    private static final Path SCREENSHOTS = Build.logs().resolveSibling("screenshots");
    private static final String EXECUTE = "/api/v1/trading/execute";

    @RegisterExtension
    static final Platform platform = new Platform();

    private Chromium browser;
    private SwaggerPage page;

    @BeforeEach
    void openDocs() {
        Optional<Path> program = Chromium.installed();
        if (program.isEmpty()) {
            String word = "SKIPPED: no Chromium is installed here, Swagger UI is not tried in a browser";
            System.out.println("SwaggerUiIT: " + word);
            Assumptions.abort(word);
        }
        browser = Chromium.start(program.get(), platform.dataDir().resolve("chromium-" + UUID.randomUUID()));
        page = new SwaggerPage(browser, platform.url());
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private void keep(String name) {
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }

    @Test
    @Order(1)
    void buysWithTheExampleAsItStandsAndRepeatsIt() {
        keep("1-docs");
        assertThat(page.firstSection()).isEqualTo("Simple buy");
        SwaggerPage.Operation execute = page.operation("POST", EXECUTE);
        assertThat(execute.body()).contains("\"user_id\": 1").contains("\"symbol\": \"BTC\"");
        execute.parameter("X-Idempotency-Key", "tried-out-1");

        Answer first = execute.execute();
        keep("2-execute");
        assertThat(first.status()).as(first.body()).isEqualTo("200");
        assertThat(first.json().path("status").asString()).isEqualTo("ORDER_FILLED");
        assertThat(first.json().path("remaining_balance").asString()).isEqualTo("50000.00000000");
        assertThat(first.headers()).doesNotContainEntry("idempotency-replayed", "true");

        Answer repeated = execute.execute();
        keep("3-execute-repeated");
        assertThat(repeated.status()).isEqualTo("200");
        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(repeated.headers()).containsEntry("idempotency-replayed", "true");

        SwaggerPage.Operation portfolio = page.operation("GET", "/api/v1/trading/portfolio/{user_id}");
        portfolio.parameter("user_id", "1");
        Answer held = portfolio.execute();
        keep("4-portfolio");
        assertThat(held.status()).as(held.body()).isEqualTo("200");
        assertThat(held.json().at("/holdings/USD").asString()).isEqualTo("50000.00000000");
        assertThat(held.json().at("/holdings/BTC").asString()).isEqualTo("1.00000000");

        execute.body(execute.body().replaceFirst("\"quantity\": \"?[0-9.]+\"?", "\"quantity\": \"2.0\""));
        execute.parameter("X-Idempotency-Key", "tried-out-2");
        Answer refused = execute.execute();
        keep("5-execute-too-much");
        assertThat(refused.status()).as(refused.body()).isEqualTo("402");
        assertThat(refused.json().path("error_code").asString()).isEqualTo("ERR_LIQUIDITY");
        assertThat(platform.api().portfolio(1).text("/holdings/USD")).isEqualTo("50000.00000000");

        assertIsItsOwn();
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    @Order(2)
    void actsForWhomItIsAuthorized() {
        String name = "browser";
        Api.User user = platform.api().register();
        assertThat(user.api().execute(user.id(), "ETH", "2", name).status()).isEqualTo(200);

        page.authorize(user.api().token());
        Answer balances = page.operation("GET", "/api/v1/balances").execute();
        keep("6-balances-authorized");

        assertThat(balances.status()).as(balances.body()).isEqualTo("200");
        assertThat(balances.json().toString()).contains("\"asset\":\"ETH\",\"total\":\"2.00000000\"");
        assertIsItsOwn();
    }

    /** The page needs nothing from elsewhere, and nothing in it breaks. */
    private void assertIsItsOwn() {
        assertThat(browser.hosts()).containsExactly(platform.url().getAuthority());
        assertThat(browser.errors()).isEmpty();
    }
}
