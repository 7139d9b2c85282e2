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

/** Money is spent once, however many ask for it at the same moment. */
class ParallelBuysIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void fillsExactlyTwoOfAHundredBuysThatTheMoneyCovers() {
        List<Reply> replies = Parallel.calls(100, i -> platform.api()
                .execute(1, "BTC", "1", UUID.randomUUID().toString()));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(2);
        assertThat(replies.stream().filter(reply -> reply.status() == 402)).hasSize(98);
        assertThat(platform.api().balance("USD", "total")).isEqualTo("0.00000000");
        assertThat(platform.api().balance("USD", "held")).isEqualTo("0.00000000");
        assertThat(platform.api().balance("BTC", "total")).isEqualTo("2.00000000");
        assertThat(platform.api().portfolio(1).text("total_valuation_usd")).isEqualTo("100000.00");
        new Consistency(platform).awaitRestAndCheck();
    }

    @Test
    void addsTwentyBuysAtOnceUpExactly() {
        Api.User user = platform.api().register();

        List<Reply> replies = Parallel.calls(20, i -> user.api()
                .execute(user.id(), "BTC", "0.01", UUID.randomUUID().toString()));

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(200));
        assertThat(user.api().balance("USD", "total")).isEqualTo("90000.00000000");
        assertThat(user.api().balance("USD", "available")).isEqualTo("90000.00000000");
        assertThat(user.api().balance("BTC", "total")).isEqualTo("0.20000000");
        new Consistency(platform).awaitRestAndCheck();
    }
}
