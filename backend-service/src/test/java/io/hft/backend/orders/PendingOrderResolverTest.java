package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.orders.OrderSubmission.Outcome;
import io.hft.backend.support.MoneyDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingOrderResolverTest {
    private static final Duration ANY_AGE = Duration.ZERO;

    private final MoneyDatabase database = new MoneyDatabase();
    private final OrderOutcomes outcomes = new OrderOutcomes();
    private final Map<Long, Supplier<Outcome>> answers = new HashMap<>();
    private final List<Long> submitted = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private final PendingOrderResolver resolver =
            new PendingOrderResolver(new Orders(database.client()), new Submissions(), outcomes);

    /** Answers what the test wants. */
    private final class Submissions extends OrderSubmission {
        Submissions() {
            super(null, null);
        }

        @Override
        Outcome submit(Order order) {
            submitted.add(order.orderId());
            return answers.getOrDefault(order.orderId(), () -> new Outcome.Entered(0, 10, false))
                    .get();
        }

        @Override
        void rejectIfSomebodyElses(Order order) {
            ended.add(order.orderId());
        }
    }

    @BeforeEach
    void pendingOrders() {
        database.openUser(11);
        for (long orderId = 1; orderId <= 6; orderId++) {
            pending(orderId, "1 hour");
        }
    }

    private void pending(long orderId, String age) {
        database.jdbc().update("""
                        insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status, held,
                            shard, created_at)
                        values (?, 11, 'BTC-USD', 'BUY', 'LIMIT', 'GTC', 1, 1, 'PENDING_NEW', 1, 0, now() - ?::interval)
                        """, orderId, age);
    }

    private static Supplier<Outcome> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void goesOnBehindAnOrderThatFails() throws InterruptedException {
        answers.put(1L, failing(new IllegalStateException("in no instrument")));
        answers.put(2L, failing(new EngineUnavailable("not this one", null)));
        resolver.resolve(0, ANY_AGE);
        assertThat(submitted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        submitted.clear();
        resolver.resolve(0, ANY_AGE);
        assertThat(submitted).as("the others are answered").containsExactly(1L, 2L);
    }

    @Test
    void endsItsRoundWhenTheEngineIsAwayAndTriesTheOthersFirstTheNextTime() throws InterruptedException {
        for (long orderId : List.of(1L, 2L, 3L)) {
            answers.put(orderId, failing(new EngineUnavailable("away", null)));
        }
        assertThatThrownBy(() -> resolver.resolve(0, ANY_AGE)).isInstanceOf(EngineUnavailable.class);
        assertThat(submitted).containsExactly(1L, 2L, 3L);
        submitted.clear();
        assertThatThrownBy(() -> resolver.resolve(0, ANY_AGE)).isInstanceOf(EngineUnavailable.class);
        assertThat(submitted).containsExactly(4L, 5L, 6L, 1L, 2L, 3L);
    }

    @Test
    void leavesYoungOrdersToThoseWhoArePlacingThem() throws InterruptedException {
        pending(7, "1 second");
        resolver.resolve(0, Duration.ofMinutes(1));
        assertThat(submitted).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void endsAnOrderWhoseIdWasInTheEngineBeforeOnceEverythingIsBooked() throws InterruptedException {
        answers.put(1L, () -> new Outcome.Entered(0, 10, true));
        answers.put(2L, () -> new Outcome.Entered(0, 11, true));
        resolver.resolve(0, ANY_AGE);
        resolver.resolve(0, ANY_AGE);
        assertThat(ended).as("its acceptance may still be booked").isEmpty();
        outcomes.settled(0, 10, List.of(), List.of(), OrderOutcomes.Answers.NONE);
        resolver.resolve(0, ANY_AGE);
        assertThat(ended).containsExactly(1L);
    }
}
