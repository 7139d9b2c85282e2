package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.Parallel;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One key, one effect. */
class IdempotencyIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void givesTheSameAnswerThreeTimesForOneDebit() {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();

        Reply first = user.api().execute(user.id(), "BTC", "1.0", key);
        Reply second = user.api().execute(user.id(), "BTC", "1.0", key);
        Reply third = user.api().execute(user.id(), "BTC", "1.0", key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("Idempotency-Replayed")).isNotEqualTo("true");
        for (Reply again : List.of(second, third)) {
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }
        assertThat(user.api().balance("USD", "total")).isEqualTo("50000.00000000");
        assertThat(ordersOf(user)).isEqualTo(1);
    }

    @Test
    void makesOneOrderOfThirtyRequestsAtOnce() {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();

        List<Reply> replies = Parallel.calls(30, i -> user.api().execute(user.id(), "BTC", "0.5", key));

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(200));
        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        assertThat(user.api().balance("USD", "total")).isEqualTo("75000.00000000");
        assertThat(user.api().balance("BTC", "total")).isEqualTo("0.50000000");
        assertThat(ordersOf(user)).isEqualTo(1);
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();
        assertThat(user.api().execute(user.id(), "BTC", "0.1", key).status()).isEqualTo(200);

        Reply other = user.api().execute(user.id(), "BTC", "0.2", key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("error_code")).isEqualTo("ERR_IDEMPOTENCY_MISMATCH");
        assertThat(ordersOf(user)).isEqualTo(1);
    }

    @Test
    void forgetsTheKeyOfARefusalThatChangedNothing() {
        Api.User user = platform.api().register();
        String key = UUID.randomUUID().toString();

        assertThat(user.api().execute(user.id(), "BTC", "3", key).status()).isEqualTo(402);
        assertThat(user.api().execute(user.id(), "BTC", "-3", key).status()).isEqualTo(422);
        assertThat(user.api().execute(user.id(), "DOGE", "3", key).status()).isEqualTo(404);

        assertThat(user.api().execute(user.id(), "BTC", "1", key).status()).isEqualTo(200);
    }

    @Test
    void keepsTheKeysOfUsersApart() {
        Api.User one = platform.api().register();
        Api.User two = platform.api().register();
        String key = UUID.randomUUID().toString();

        assertThat(one.api().execute(one.id(), "ETH", "1", key).status()).isEqualTo(200);
        Reply other = two.api().execute(two.id(), "ETH", "1", key);

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Idempotency-Replayed")).isNotEqualTo("true");
        assertThat(two.api().balance("ETH", "total")).isEqualTo("1.00000000");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        Api.User user = platform.api().register();

        assertThat(user.api().execute(user.id(), "BTC", "0.1", "k".repeat(256)).status())
                .isBetween(400, 499);
        assertThat(user.api().execute(user.id(), "BTC", "0.1", "k".repeat(255)).status())
                .isEqualTo(200);
    }

    @Test
    void placesOneOrderPerClientOrderId() {
        Api.User user = platform.api().register();
        String id = UUID.randomUUID().toString();

        List<Reply> replies = Parallel.calls(10, i -> user.api().limit("BTC-USD", "BUY", "49000.00", "0.1", "GTC", id));

        assertThat(replies)
                .anySatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(201));
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isIn(201, 409));
        assertThat(ordersOf(user)).isEqualTo(1);
        assertThat(user.api().balance("USD", "held")).isEqualTo("4900.00000000");
    }

    private static long ordersOf(Api.User user) {
        return platform.database().count("select count(*) from orders where user_id = ?", user.id());
    }
}
