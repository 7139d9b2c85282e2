package io.hft.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.bench.flow.FlowShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContenderTest {
    private static final long SEED = Long.getLong("bench.seed", 20260101);
    private static final int MESSAGES = 30_000;

    @ParameterizedTest
    @EnumSource
    void everyBookReportsTheSame(FlowShape shape) throws InterruptedException {
        final BookRun ours = BookRun.measure(Contender.HFT, shape, SEED, MESSAGES, 0, 1);
        assertThat(ours.trades()).as("trades of %s, seed %d", shape, SEED).isPositive();
        assertThat(ours.reports()).isGreaterThan(MESSAGES);
        for (final Contender peer : new Contender[] {Contender.EXCHANGE_CORE, Contender.PARITY}) {
            final BookRun theirs = BookRun.measure(peer, shape, SEED, MESSAGES, 0, 1);
            assertThat(theirs.trades()).as("trades of %s, seed %d", peer, SEED).isEqualTo(ours.trades());
            assertThat(theirs.tradedNotional()).isEqualTo(ours.tradedNotional());
            assertThat(theirs.reportsHash())
                    .as("reports of %s, %s, seed %d", peer, shape, SEED)
                    .isEqualTo(ours.reportsHash());
        }
    }
}
