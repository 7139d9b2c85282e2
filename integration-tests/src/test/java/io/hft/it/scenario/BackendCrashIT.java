package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.FlowCheck;
import io.hft.it.support.OrderFlow;
import io.hft.it.support.OrderFlow.Market;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import io.hft.it.support.Seed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that dies between any two steps of an order repeats nothing and loses nothing. */
class BackendCrashIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @ParameterizedTest
    @ValueSource(strings = {"after-hold", "after-submit", "before-settlement", "after-settlement", "before-answer"})
    void resolvesTheOrderOnceAfterACrash(String faultPoint) {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();
        platform.stopBackend();
        platform.startBackend(Map.of("HFT_TEST_FAULT_POINT", faultPoint));
        platform.awaitHealthy();

        assertThatThrownBy(() -> user.api().execute(user.id(), "BTC", "1.0", key))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(platform.backend().awaitExit(Duration.ofSeconds(20))).isEqualTo(137);
        platform.startBackend();

        // Nobody asks for it: the platform itself brings the order to its end.
        Awaitility.await("the order is resolved").atMost(Duration.ofSeconds(30)).until(() -> platform.database()
                .lines("select status from orders where user_id = ?", user.id())
                .equals(List.of("FILLED")));
        Reply retry = user.api().execute(user.id(), "BTC", "1.0", key);

        assertThat(retry.status()).as(retry.body()).isEqualTo(200);
        assertThat(retry.text("status")).isEqualTo("ORDER_FILLED");
        assertThat(retry.text("total_cost")).isEqualTo("50000.00000000");
        assertThat(retry.text("remaining_balance")).isEqualTo("50000.00000000");
        assertThat(user.api().execute(user.id(), "BTC", "1.0", key).body()).isEqualTo(retry.body());
        assertThat(user.api().balance("USD", "total")).isEqualTo("50000.00000000");
        assertThat(user.api().balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(user.api().balance("BTC", "total")).isEqualTo("1.00000000");
        assertThat(platform.database().count("select count(*) from orders where user_id = ?", user.id()))
                .isEqualTo(1);
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void hasEveryOrderOnceAfterAKillUnderLoad() {
        List<Api.User> users = List.of(platform.api().register(), platform.api().register());
        for (Api.User user : users) {
            assertThat(user.api().execute(user.id(), "BTC", "1", "stock").status())
                    .isEqualTo(200);
        }
        OrderFlow flow = new OrderFlow(
                users,
                List.of(Market.of("BTC-USD", "50000.00", "0.01", "500", "0.002")),
                8,
                Seed.forTest("BackendCrashIT"));
        try (flow) {
            Awaitility.await("answered orders")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> flow.answered().size() >= 150);
            platform.killBackend();
        }
        platform.startBackend();

        flow.answered().forEach((orderId, placement) -> assertThat(
                        placement.user().api().get("/api/v1/orders/" + orderId).text("client_order_id"))
                .isEqualTo(placement.clientOrderId()));
        FlowCheck.hasEveryOrderOnce(flow, platform);
    }
}
