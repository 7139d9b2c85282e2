package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The deadlines beside a sorted set: few distinct ones and many, orders that leave from anywhere. */
class DeadlineQueueProperties {
    private static final int TERMS = OrderTerms.of(Side.BUY, OrderType.LIMIT, TimeInForce.GTD);

    private final SplittableRandom random = Seed.random("DeadlineQueueProperties");
    private final OrderSlab slab = new OrderSlab(1_000_000);
    private final OrderExtras extras = new OrderExtras();
    private final OrderBook book =
            new OrderBook(1, slab, extras, new OrderIndex(slab), (maker, makerId, price, lots, leaves) -> {});
    private final DeadlineQueue queue = new DeadlineQueue(slab, extras, random.nextLong());
    private final TreeSet<Waiting> model =
            new TreeSet<>(Comparator.comparingLong(Waiting::deadline).thenComparingLong(Waiting::entry));
    private final List<Waiting> waiting = new ArrayList<>();
    private long entries;

    private record Waiting(long deadline, long entry, int order) {}

    @Test
    void givesOrdersByDeadlineAndThenByEntry() {
        for (int i = 0; i < Seed.commands(300_000); i++) {
            final boolean fills = i / 5_000 % 2 == 0;
            // A few that many have, as the end of the day is one, among moments of their own.
            final long distinct = i / 1_000 % 3 == 0 ? 4 : 1L << 40;
            if (random.nextInt(100) < (fills ? 70 : 30)) {
                add(1 + random.nextLong(distinct) * 1_000_000_000L);
            } else if (random.nextInt(3) == 0) {
                expireFirst();
            } else if (!waiting.isEmpty()) {
                remove(waiting.get(random.nextInt(waiting.size())));
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.nextDeadlineNanos())
                    .isEqualTo(model.isEmpty() ? Long.MAX_VALUE : model.first().deadline());
        }
        while (!model.isEmpty()) {
            expireFirst();
        }
        assertThat(queue.due(Long.MAX_VALUE)).isEqualTo(OrderSlab.NONE);
    }

    private void add(long deadline) {
        final int order = book.admit(++entries, 1, TERMS, 100, 1, 1);
        slab.setOthers(order, 0, extras.allocate(0, 0, deadline));
        queue.add(order);
        final Waiting added = new Waiting(deadline, entries, order);
        model.add(added);
        waiting.add(added);
    }

    private void expireFirst() {
        if (model.isEmpty()) {
            assertThat(queue.due(Long.MAX_VALUE)).isEqualTo(OrderSlab.NONE);
            return;
        }
        final Waiting first = model.first();
        assertThat(queue.due(first.deadline() - 1)).isEqualTo(OrderSlab.NONE);
        assertThat(queue.due(first.deadline())).isEqualTo(first.order());
        remove(first);
    }

    private void remove(Waiting gone) {
        queue.remove(gone.order());
        // Once more is no harm.
        queue.remove(gone.order());
        extras.free(slab.extras(gone.order()));
        book.forget(gone.order());
        model.remove(gone);
        waiting.remove(gone);
    }
}
