package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.book.PriceWorld;
import io.hft.engine.book.ReferenceBook;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.RejectReason;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random commands through the engine and through its naive counterpart: the events of every command and the book after
 * it must be the same. Cancels and replaces go to orders of any age, live, finished and unheard of.
 */
class MatchingEngineProperties {
    private static final int MAX_OPEN_ORDERS = 150;
    private static final int RECENT_ORDER_IDS = 300;

    private final SplittableRandom random = Seed.random("MatchingEngineProperties");
    private long middle = 33_500;
    private PriceWorld world = PriceWorld.NARROW;
    private int cancelPercent = 20;
    private long nextOrderId = 1;

    @Test
    void agreesWithTheNaiveEngineAfterEveryCommand() {
        final EngineUnderTest engine = new EngineUnderTest(MAX_OPEN_ORDERS, RECENT_ORDER_IDS);
        final ReferenceEngine reference = new ReferenceEngine(MAX_OPEN_ORDERS, RECENT_ORDER_IDS);
        final int commands = Seed.commands(150_000);
        final Set<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);
        long openOrders = 0;
        for (int i = 0; i < commands; i++) {
            wander(i);
            final List<Report> expected;
            final List<Report> actual;
            final long orderId = anyOrderId(reference);
            final long accountId = random.nextInt(50) == 0 ? 3 : account(orderId);
            final int kind = random.nextInt(100);
            switch (kind < cancelPercent ? 0 : kind < cancelPercent + 20 ? 1 : 2) {
                case 0 -> {
                    expected = reference.cancel(orderId, accountId);
                    actual = engine.cancel(orderId, accountId, EngineUnderTest.BTC);
                }
                case 1 -> {
                    final long price = random.nextInt(3) == 0 ? 0 : price(random.nextBoolean());
                    final long total = quantity(price);
                    expected = reference.replace(orderId, accountId, price, total);
                    actual = engine.replace(orderId, accountId, price, total);
                }
                default -> {
                    final boolean again = random.nextInt(20) == 0;
                    final long id = again ? orderId : nextOrderId++;
                    final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                    final OrderType type = random.nextInt(20) == 0 ? OrderType.MARKET : OrderType.LIMIT;
                    final boolean market = type == OrderType.MARKET;
                    final boolean immediate = market ? random.nextInt(9) != 0 : random.nextInt(8) == 0;
                    final TimeInForce tif = immediate ? TimeInForce.IOC : TimeInForce.GTC;
                    final boolean unpriced = market && random.nextInt(3) != 0;
                    final long price = unpriced ? 0 : price(side == Side.BUY);
                    final long quantity = quantity(price);
                    expected = reference.order(id, account(id), side, type, tif, price, quantity);
                    actual = engine.order(id, account(id), side, type, tif, price, quantity);
                }
            }
            openOrders += reference.book.size();
            actual.forEach(report -> reasons.add(report.reason()));
            assertThat(actual).as("events of command %d", i).isEqualTo(expected);
            assertThat(engine.book()).as("book after command %d", i).isEqualTo(book(reference.book));
            if (i % 16 == 0) {
                assertThat(engine.depth(Side.BUY, 5)).isEqualTo(depth(reference.book, true));
                assertThat(engine.depth(Side.SELL, 5)).isEqualTo(depth(reference.book, false));
            }
        }
        assertThat(engine.engine.openOrderCount()).isEqualTo(reference.book.size());
        // Else the comparison was of little worth.
        assertThat(openOrders / commands).as("open orders on average").isGreaterThan(MAX_OPEN_ORDERS / 5);
        assertThat(reasons).contains(RejectReason.TOO_MANY_OPEN_ORDERS, RejectReason.QUANTITY_NOT_ABOVE_CUMULATIVE);
    }

    @Test
    void givesTheSameBytesAndHashForTheSameCommands() {
        final EngineUnderTest one = new EngineUnderTest(MAX_OPEN_ORDERS, RECENT_ORDER_IDS);
        final EngineUnderTest other = new EngineUnderTest(MAX_OPEN_ORDERS, RECENT_ORDER_IDS);
        for (int i = 0; i < 20_000; i++) {
            wander(i);
            final long orderId = 1 + random.nextLong(nextOrderId);
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            final long price = price(side == Side.BUY);
            final int kind = random.nextInt(10);
            final long quantity = quantity(price);
            for (final EngineUnderTest engine : List.of(one, other)) {
                engine.at(i);
                switch (kind) {
                    case 0, 1, 2 -> engine.cancel(orderId);
                    case 3, 4 -> engine.replace(orderId, price, quantity);
                    case 5 -> engine.market(nextOrderId, side, 0, quantity);
                    default -> engine.limit(nextOrderId, side, price, quantity);
                }
            }
            nextOrderId++;
            assertThat(one.engine.stateHash()).isEqualTo(other.engine.stateHash());
            assertThat(one.bytesHash()).isEqualTo(other.bytesHash());
        }
    }

    private void wander(int step) {
        if (step % 400 == 399) {
            // Half of the time the market stays where it is, and what rests there counts.
            middle = random.nextBoolean() ? middle : PriceWorld.wander(random, middle);
            cancelPercent = random.nextInt(5, 40);
            world = PriceWorld.values()[random.nextInt(PriceWorld.values().length)];
        }
    }

    private long anyOrderId(ReferenceEngine reference) {
        final List<ReferenceBook.Resting> live = reference.book.all();
        if (!live.isEmpty() && random.nextInt(4) != 0) {
            return live.get(random.nextInt(live.size())).orderId;
        }
        return 1 + random.nextLong(nextOrderId + 2);
    }

    private long price(boolean buy) {
        return random.nextInt(200) == 0 ? -1 : world.next(random, buy, middle);
    }

    private long quantity(long price) {
        final long quantity = random.nextInt(20) == 0 ? random.nextLong(5_000) : random.nextLong(1, 100);
        // Far prices leave room for one lot, now and then for less than is asked for.
        return price > Long.MAX_VALUE / 10_000 && random.nextInt(10) != 0 ? 1 : quantity;
    }

    private static long account(long orderId) {
        return 10 + orderId % 5;
    }

    private static List<String> book(ReferenceBook reference) {
        final List<String> book = new ArrayList<>();
        reference
                .lines(true)
                .forEach(line -> book.add("B " + line.orderId() + ":" + line.leaves() + "@" + line.price()));
        reference
                .lines(false)
                .forEach(line -> book.add("S " + line.orderId() + ":" + line.leaves() + "@" + line.price()));
        return book;
    }

    private static List<String> depth(ReferenceBook reference, boolean buy) {
        return reference.levels(buy).stream()
                .limit(5)
                .map(level -> level.quantity() + "@" + level.price() + " of " + level.orders())
                .toList();
    }
}
