package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Build;
import io.hft.it.support.Consistency;
import io.hft.it.support.OrderFlow;
import io.hft.it.support.OrderFlow.Market;
import io.hft.it.support.Platform;
import io.hft.it.support.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users trade with each other and with the house at many prices from many threads; afterwards everything adds up. */
class CrossingIT {
    @RegisterExtension
    static final Platform platform = new Platform(Map.of(
            "HFT_ENGINE_CONFIG",
            Build.root()
                    .resolve("integration-tests/src/test/resources/engine-with-cross-market.yaml")
                    .toString()));

    @Test
    void keepsMoneyOrdersAndBooksInStepUnderLoad() {
        List<Api.User> users = List.of(platform.api().register(), platform.api().register());
        for (Api.User user : users) {
            assertThat(user.api().execute(user.id(), "ETH", "10", "stock").status())
                    .isEqualTo(200);
            assertThat(user.api().execute(user.id(), "BTC", "0.6", "more-stock").status())
                    .isEqualTo(200);
        }
        Seed seed = Seed.forTest("CrossingIT");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);

        OrderFlow flow = new OrderFlow(
                users,
                List.of(
                        Market.of("BTC-USD", "50000.00", "0.01", "500", "0.002"),
                        Market.of("ETH-BTC", "0.06000", "0.00001", "0.002", "0.05")),
                16,
                seed);
        try (flow) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            System.nanoTime() >= deadline && flow.answered().size() > 100);
        }

        assertThat(flow.surprises()).isEmpty();
        assertThat(flow.unanswered()).isEmpty();
        new Consistency(platform).awaitRestAndCheck();
        assertThat(platform.database()
                        .count(
                                "select count(*) from fills where user_id in (?, ?)",
                                users.getFirst().id(),
                                users.getLast().id()))
                .as("fills of the two users")
                .isPositive();
        assertThat(platform.database()
                        .count(
                                "select count(*) from orders where user_id in (?, ?) and status in ('NEW', 'PARTIALLY_FILLED')",
                                users.getFirst().id(),
                                users.getLast().id()))
                .as("resting orders of the two users")
                .isPositive();
        System.out.printf(
                "CrossingIT: %d orders answered, %d fills%n",
                flow.answered().size(), platform.database().count("select count(*) from fills"));
    }

    @Test
    void givesEverythingBackWhenAllIsCancelled() {
        Api.User user = platform.api().register();
        assertThat(user.api()
                        .limit("BTC-USD", "BUY", "49000.00", "0.33333333", "GTC", "a")
                        .status())
                .isEqualTo(201);
        assertThat(user.api()
                        .limit("BTC-USD", "BUY", "49000.01", "0.00000001", "GTC", "b")
                        .status())
                .isEqualTo(201);
        assertThat(user.api().balance("USD", "held")).isEqualTo("16333.33366001");

        for (var order : user.api().orders()) {
            assertThat(user.api()
                            .delete("/api/v1/orders/" + order.path("order_id").asString())
                            .status())
                    .isEqualTo(200);
        }

        assertThat(user.api().balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(user.api().balance("USD", "available")).isEqualTo("100000.00000000");
        assertThat(user.api()
                        .delete("/api/v1/orders/"
                                + user.api()
                                        .orders()
                                        .getFirst()
                                        .path("order_id")
                                        .asString())
                        .text("error_code"))
                .isEqualTo("ERR_ORDER_NOT_OPEN");
        new Consistency(platform).awaitRestAndCheck();
    }
}
