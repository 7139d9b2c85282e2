package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.Platform;
import java.util.List;
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
