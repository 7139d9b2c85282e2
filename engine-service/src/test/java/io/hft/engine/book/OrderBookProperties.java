package io.hft.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random flows through the book and through the naive one; everything is compared after every step. Ids are used again. */
class OrderBookProperties {
    private record Fill(long makerOrderId, long price, long quantity, long makerLeaves) {}

    private static final int BUY = OrderTerms.of(Side.BUY, OrderType.LIMIT, TimeInForce.GTC);
    private static final int SELL = OrderTerms.of(Side.SELL, OrderType.LIMIT, TimeInForce.GTC);
    private static final int IDS = 400;

    private final SplittableRandom random = Seed.random("OrderBookProperties");
    private final OrderSlab orders = new OrderSlab(10_000);
    private final OrderIndex index = new OrderIndex(orders);
    private final List<Fill> fills = new ArrayList<>();
    private final OrderBook book = new OrderBook(7, orders, new OrderExtras(), index, this::onTrade);
    private final ReferenceBook reference = new ReferenceBook();

    private long middle = 33_500;
    private PriceWorld world = PriceWorld.NARROW;

    @Test
    void agreesWithTheNaiveBookAfterEveryStep() {
        final int steps = Seed.commands(150_000);
        long openOrders = 0;
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(300) == 0) {
                middle = PriceWorld.wander(random, middle);
                world = PriceWorld.values()[random.nextInt(PriceWorld.values().length)];
            }
            step();
            compare(step);
            openOrders += reference.size();
        }
        // Else the comparison was of little worth.
        assertThat(openOrders / steps).as("open orders on average").isGreaterThan(IDS / 10);
        cancelAll();
        assertThat(orders.size()).isZero();
        assertThat(index.size()).isZero();
        assertThat(book.bestLevel(true)).isEqualTo(OrderSlab.NONE);
        assertThat(book.bestLevel(false)).isEqualTo(OrderSlab.NONE);
    }

    private void step() {
        fills.clear();
        // Few ids, so that most are in use at times and free at others; far apart, so that the index sees no pattern.
        final long orderId = random.nextInt(IDS) * 0x1_0000_0001L;
        final ReferenceBook.Resting resting = reference.find(orderId);
        final int order = index.get(orderId);
        assertThat(order == OrderIndex.NONE).isEqualTo(resting == null);
        if (resting == null) {
            enter(orderId);
        } else if (random.nextBoolean()) {
            book.cancel(order);
            reference.remove(resting);
        } else if (random.nextInt(3) == 0) {
            final long leaves = 1 + random.nextLong(resting.leaves);
            book.reduce(order, leaves, leaves);
            resting.leaves = leaves;
        } else {
            move(order, resting);
        }
    }

    private void enter(long orderId) {
        final boolean buy = random.nextBoolean();
        final long price = world.next(random, buy, middle);
        final long quantity = random.nextInt(20) == 0 ? random.nextLong(1, 100_000) : random.nextLong(1, 100);
        final boolean rests = random.nextInt(5) != 0;
        assertThat(book.crosses(buy, price)).isEqualTo(reference.crosses(buy, price));
        final long open = book.match(buy, price, quantity);
        assertThat(open).isEqualTo(quantity - compareFills(reference.match(buy, price, quantity)));
        if (open > 0 && rests) {
            book.rest(orderId, 5, buy ? BUY : SELL, price, quantity, open);
            reference.rest(orderId, 5, buy ? BUY : SELL, price, quantity, open);
        }
    }

    private void move(int order, ReferenceBook.Resting resting) {
        final boolean buy = OrderTerms.isBuy(resting.terms);
        final long price = random.nextInt(4) == 0 ? resting.price : world.next(random, buy, middle);
        final long quantity = random.nextLong(1, 200);
        final long open = book.move(order, price, quantity, quantity);
        reference.remove(resting);
        assertThat(open).isEqualTo(quantity - compareFills(reference.match(buy, price, quantity)));
        if (open > 0) {
            resting.price = price;
            resting.leaves = open;
            reference.add(resting);
        }
    }

    private long compareFills(List<ReferenceBook.Fill> expected) {
        final List<Fill> converted = new ArrayList<>();
        long sum = 0;
        for (final ReferenceBook.Fill fill : expected) {
            converted.add(new Fill(fill.maker().orderId, fill.price(), fill.quantity(), fill.makerLeaves()));
            sum += fill.quantity();
        }
        assertThat(fills).isEqualTo(converted);
        return sum;
    }

    private void compare(int step) {
        assertThat(orders.size()).as("open orders at step %d", step).isEqualTo(reference.size());
        assertThat(index.size()).isEqualTo(reference.size());
        for (final boolean buy : new boolean[] {true, false}) {
            assertThat(levels(buy)).as("levels at step %d, buy %s", step, buy).isEqualTo(reference.levels(buy));
            assertThat(lines(buy)).as("orders at step %d, buy %s", step, buy).isEqualTo(reference.lines(buy));
        }
    }

    private List<ReferenceBook.Level> levels(boolean buy) {
        final List<ReferenceBook.Level> levels = new ArrayList<>();
        for (int level = book.bestLevel(buy); level != OrderSlab.NONE; level = book.levelAfter(buy, level)) {
            levels.add(new ReferenceBook.Level(
                    book.levelPriceTicks(buy, level), book.levelQuantityLots(level), book.levelOrderCount(level)));
        }
        return levels;
    }

    private List<ReferenceBook.Line> lines(boolean buy) {
        final List<ReferenceBook.Line> lines = new ArrayList<>();
        for (int level = book.bestLevel(buy); level != OrderSlab.NONE; level = book.levelAfter(buy, level)) {
            for (int order = book.firstOrder(level); order != OrderSlab.NONE; order = book.orderAfter(order)) {
                lines.add(new ReferenceBook.Line(
                        orders.orderId(order), orders.priceTicks(order), orders.leavesLots(order)));
            }
        }
        return lines;
    }

    private void cancelAll() {
        for (final ReferenceBook.Resting order : reference.all()) {
            book.cancel(index.get(order.orderId));
            reference.remove(order);
            assertThat(levels(true)).isEqualTo(reference.levels(true));
            assertThat(levels(false)).isEqualTo(reference.levels(false));
        }
    }

    private void onTrade(int maker, long makerOrderId, long price, long quantity, long makerLeaves) {
        assertThat(orders.orderId(maker)).isEqualTo(makerOrderId);
        fills.add(new Fill(makerOrderId, price, quantity, makerLeaves));
    }
}
