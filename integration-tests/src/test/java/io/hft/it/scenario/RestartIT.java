package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A second start on the same data directory finds everything again. */
class RestartIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void findsOrdersBalancesAndBooksAgain() {
        Api.User user = platform.api().register();
        assertThat(user.api().execute(user.id(), "ETH", "2", "buy").status()).isEqualTo(200);
        assertThat(user.api()
                        .limit("BTC-USD", "BUY", "49500.00", "0.25", "GTC", "bid")
                        .status())
                .isEqualTo(201);
        assertThat(user.api()
                        .limit("ETH-USD", "SELL", "3050.00", "1.5", "GTC", "ask")
                        .status())
                .isEqualTo(201);
        new Consistency(platform).awaitRest();
        List<String> before = state(user);

        platform.stop();
        platform.start();

        new Consistency(platform).awaitRestAndCheck();
        assertThat(state(user)).isEqualTo(before);
        assertThat(user.api().execute(user.id(), "ETH", "2", "buy").header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(user.api().execute(user.id(), "ETH", "1", "another").status())
                .isEqualTo(200);
    }

    /** The time comes while no backend runs: the next one cancels, once, and only what was open then. */
    @Test
    void cancelsAllAfterAKillWhenTheTimeHasComeInTheMeantime() {
        Api.User user = platform.api().register();
        Api.User other = platform.api().register();
        for (String id : List.of("a", "b", "c")) {
            assertThat(bid(user, id).status()).isEqualTo(201);
        }
        assertThat(bid(other, "a").status()).isEqualTo(201);
        assertThat(arm(user, 1)).isEqualTo(200);
        assertThat(arm(other, 3600)).isEqualTo(200);
        platform.killBackend();
        Awaitility.await("the time has come")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.database()
                                .count(
                                        "select count(*) from cancel_all_after where user_id = ? and due_at <= now()",
                                        user.id())
                        == 1);
        assertThat(openOrders(user)).as("nobody is there to cancel").isEqualTo(3);

        platform.startBackend();
        Awaitility.await("all are cancelled, and nothing is due any more")
                .atMost(Duration.ofSeconds(30))
                .until(() -> openOrders(user) == 0 && switches(user) == 0);

        assertThat(user.api().balance("USD", "held")).isEqualTo("0.00000000");
        Reply later = bid(user, "d");
        assertThat(later.status()).as(later.body()).isEqualTo(201);
        // Its look at the switches goes on: the other user's comes next.
        assertThat(arm(other, 1)).isEqualTo(200);
        Awaitility.await("the other's time")
                .atMost(Duration.ofSeconds(30))
                .until(() -> openOrders(other) == 0 && switches(other) == 0);
        assertThat(openOrders(user)).as("what came after it").isEqualTo(1);
        new Consistency(platform).awaitRestAndCheck();
        long cancels = platform.database()
                .count("select count(*) from orders where user_id = ? and status = 'CANCELED'", user.id());
        assertThat(cancels).isEqualTo(3);
    }

    private static Reply bid(Api.User user, String clientOrderId) {
        return user.api().limit("BTC-USD", "BUY", "49000.00", "0.1", "GTC", clientOrderId);
    }

    private static int arm(Api.User user, int seconds) {
        return user.api()
                .post("/api/v1/orders/cancel-all-after", Map.of("timeout_seconds", seconds))
                .status();
    }

    private static long openOrders(Api.User user) {
        return platform.database().count("select count(*) from orders where user_id = ? and status = 'NEW'", user.id());
    }

    private static long switches(Api.User user) {
        return platform.database().count("select count(*) from cancel_all_after where user_id = ?", user.id());
    }

    private static List<String> state(Api.User user) {
        return List.of(
                user.api().orders().toString(),
                user.api().get("/api/v1/balances").body(),
                user.api().portfolio(user.id()).json().path("holdings").toString(),
                levels("BTC-USD"),
                levels("ETH-USD"),
                levels("SOL-USD"));
    }

    private static String levels(String symbol) {
        var book = platform.api()
                .get("/api/v1/market/" + symbol + "/book?depth=50")
                .json();
        return book.path("bids") + " " + book.path("asks");
    }
}
