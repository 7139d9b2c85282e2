package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While the engine is away nothing is lost, nothing is promised, and everything that needs no engine works. */
class EngineAwayIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void holdsTheMoneyUntilTheEngineIsBackAndResolvesTheOrderByItself() {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();
        platform.killEngine();

        Reply away = user.api().execute(user.id(), "BTC", "1.0", key);

        assertThat(away.status()).as(away.body()).isEqualTo(503);
        assertThat(away.text("error_code")).isEqualTo("ERR_ENGINE_UNAVAILABLE");
        assertThat(away.json().path("retryable").asBoolean()).isTrue();
        assertThat(Integer.parseInt(away.header("Retry-After"))).isPositive();
        assertThat(user.api().balance("USD", "total")).isEqualTo("100000.00000000");
        assertThat(user.api().balance("USD", "held")).isEqualTo("50000.00000000");
        assertThat(user.api().portfolio(user.id()).text("total_valuation_usd")).isEqualTo("100000.00");
        assertThat(user.api().orders().getFirst().path("status").asString()).isEqualTo("PENDING_NEW");
        for (String path :
                List.of("/api/v1/trading/assets", "/api/v1/instruments", "/api/v1/orders", "/api/v1/balances")) {
            assertThat(user.api().get(path).status()).as(path).isEqualTo(200);
        }
        Awaitility.await("health tells").atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            Reply health = platform.api().get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text("status")).isEqualTo("degraded");
        });
        Reply early = user.api().execute(user.id(), "BTC", "1.0", key);
        assertThat(early.status())
                .as("the retry while the engine is still away: %s", early)
                .isEqualTo(503);
        assertThat(Integer.parseInt(early.header("Retry-After"))).isPositive();
        assertThat(user.api().balance("USD", "held")).isEqualTo("50000.00000000");

        platform.startEngine();

        platform.awaitHealthy();
        Awaitility.await("the order resolves by itself")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        user.api().orders().getFirst().path("status").asString().equals("FILLED"));
        Reply retry = user.api().execute(user.id(), "BTC", "1.0", key);
        assertThat(retry.status()).as(retry.body()).isEqualTo(200);
        assertThat(retry.text("total_cost")).isEqualTo("50000.00000000");
        assertThat(user.api().balance("USD", "total")).isEqualTo("50000.00000000");
        assertThat(user.api().balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(user.api().orders()).hasSize(1);
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void startsWithoutTheEngineAndTradesWhenItComes() {
        platform.stop();

        platform.startBackend(java.util.Map.of());
        Reply health = platform.api().get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(platform.api().portfolio(1).status()).isEqualTo(200);

        platform.startEngine();
        platform.awaitHealthy();
        Api.User user = platform.api().register();
        Awaitility.await("trades")
                .atMost(Duration.ofSeconds(15))
                .until(() -> user.api().execute(user.id(), "ETH", "1", "first").status() == 200);
        new Consistency(platform).awaitRestAndCheck();
    }
}
