package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OpenOrdersCursorTest {
    private static final int ORDERS = 400;
    private static final int ACCOUNTS = 1;

    private final MatchingEngine engine = new MatchingEngine(10_000, 10_000);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private long nextId = 1;

    @Test
    void meetsEveryOrderThatStaysExactlyOnceWhateverHappensBetweenThePages() {
        final long seed = Long.getLong("hft.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        apply(UpsertInstrumentCommand.encode(
                buffer, 0, 0, 0, new Instrument(1, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000, 5_000, 0)));
        for (int i = 0; i < ORDERS; i++) {
            enter(random);
        }
        for (int round = 0; round < 200; round++) {
            final Map<Long, Long> before = prices();
            final Set<Long> touched = new HashSet<>();
            final List<Long> met = new ArrayList<>();
            final OpenOrdersCursor cursor = new OpenOrdersCursor();
            final int page = 1 + random.nextInt(60);
            while (!engine.openOrders(1, cursor, page, order -> met.add(order.orderId()))) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    change(random, touched);
                }
            }
            final Map<Long, Long> after = prices();
            before.forEach((id, price) -> {
                if (price.equals(after.get(id)) && !touched.contains(id)) {
                    assertThat(met).as("order %d", id).containsOnlyOnce(id);
                }
            });
            assertThat(met.size()).isLessThan(3 * ORDERS);
        }
    }

    @Test
    void givesTheSameOrderInPagesAsInOne() {
        apply(UpsertInstrumentCommand.encode(
                buffer, 0, 0, 0, new Instrument(1, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000, 5_000, 0)));
        final Random random = new Random(1);
        for (int i = 0; i < ORDERS; i++) {
            enter(random);
        }
        final List<Long> whole = new ArrayList<>();
        engine.openOrders(1, new OpenOrdersCursor(), Integer.MAX_VALUE, order -> whole.add(order.orderId()));
        assertThat(whole).hasSizeGreaterThan(100);
        for (final int page : new int[] {1, 2, 7, whole.size(), 10_000}) {
            final List<Long> paged = new ArrayList<>();
            final OpenOrdersCursor cursor = new OpenOrdersCursor();
            int pages = 1;
            while (!engine.openOrders(1, cursor, page, order -> paged.add(order.orderId()))) {
                assertThat(paged.size()).isEqualTo(pages++ * page);
            }
            assertThat(paged).isEqualTo(whole);
        }
        assertThat(engine.openOrders(99, new OpenOrdersCursor(), 5, order -> {}))
                .isTrue();
    }

    /** Of open orders. */
    private Map<Long, Long> prices() {
        final Map<Long, Long> prices = new HashMap<>();
        engine.openOrders(
                1, new OpenOrdersCursor(), Integer.MAX_VALUE, order -> prices.put(order.orderId(), order.priceTicks()));
        return prices;
    }

    private void enter(final Random random) {
        final boolean buy = random.nextBoolean();
        apply(NewOrderCommand.encode(
                buffer,
                0,
                0,
                0,
                nextId++,
                ACCOUNTS + random.nextInt(3),
                1,
                buy ? Side.BUY : Side.SELL,
                OrderType.LIMIT,
                TimeInForce.GTC,
                (buy ? 4_990 : 5_001) + random.nextInt(10),
                1 + random.nextInt(5)));
    }

    private void change(final Random random, final Set<Long> touched) {
        final List<OrderKey> open = new ArrayList<>();
        engine.openOrders(
                1,
                new OpenOrdersCursor(),
                Integer.MAX_VALUE,
                order -> open.add(new OrderKey(order.orderId(), order.accountId())));
        final OrderKey order = open.get(random.nextInt(open.size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                apply(CancelOrderCommand.encode(buffer, 0, 0, 0, order.id(), order.account(), 1));
                enter(random);
            }
            case 1 -> {
                // Moves to another price, and perhaps back again later.
                touched.add(order.id());
                apply(ReplaceOrderCommand.encode(
                        buffer, 0, 0, 0, order.id(), order.account(), 1, 4_990 + random.nextInt(20), 50));
                enter(random);
            }
            // To the end of its level.
            default ->
                apply(ReplaceOrderCommand.encode(
                        buffer, 0, 0, 0, order.id(), order.account(), 1, 0, 60 + random.nextInt(1_000)));
        }
    }

    private record OrderKey(long id, long account) {}

    private void apply(final int length) {
        engine.apply(buffer, 0, length, 1, (sequence, event, offset, eventLength) -> {});
    }
}
