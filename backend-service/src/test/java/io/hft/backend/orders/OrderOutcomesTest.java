package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderOutcomesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final OrderOutcomes outcomes = new OrderOutcomes();

    @Test
    void answersAtOnceWhatIsBooked() throws InterruptedException {
        outcomes.settled(1, 10, List.of(), List.of(), OrderOutcomes.Answers.NONE);
        assertThat(outcomes.awaitSequence(1, 10, Duration.ZERO)).isTrue();
        assertThat(outcomes.awaitSequence(1, 11, SHORT)).isFalse();
        assertThat(outcomes.awaitSequence(2, 1, SHORT)).isFalse();
    }

    @Test
    void wakesEveryWaiterWhenItsSequenceIsBooked() throws Exception {
        try (ExecutorService waiters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> waiting = LongStream.rangeClosed(1, 200)
                    .mapToObj(sequence -> waiters.submit(() -> outcomes.awaitSequence(0, sequence, LONG)))
                    .toList();
            outcomes.settled(0, 120, List.of(), List.of(), OrderOutcomes.Answers.NONE);
            outcomes.settledElsewhere(0, 200);
            for (Future<Boolean> waiter : waiting) {
                assertThat(waiter.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void neverGoesBack() throws InterruptedException {
        outcomes.settled(0, 7, List.of(), List.of(), OrderOutcomes.Answers.NONE);
        outcomes.settled(0, 3, List.of(), List.of(), OrderOutcomes.Answers.NONE);
        assertThat(outcomes.awaitSequence(0, 7, Duration.ZERO)).isTrue();
    }

    @Test
    void tellsThoseWhoWatchAnOrder() throws InterruptedException {
        try (OrderOutcomes.OrderWatch one = outcomes.watch(5);
                OrderOutcomes.OrderWatch other = outcomes.watch(5);
                OrderOutcomes.OrderWatch stranger = outcomes.watch(6)) {
            outcomes.settled(0, 1, List.of(5L), List.of(), OrderOutcomes.Answers.NONE);
            assertThat(one.await(Duration.ZERO)).isTrue();
            assertThat(other.await(Duration.ZERO)).isTrue();
            assertThat(stranger.await(SHORT)).isFalse();
            outcomes.settledElsewhere(0, 2);
            assertThat(stranger.await(Duration.ZERO)).isTrue();
        }
    }
}
