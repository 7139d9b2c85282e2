package io.hft.bench.jmh;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The book's own operations between 10,000 orders at 500 prices a side. What fills the book is paired with what empties it, so that an
 * operation finds the same book every time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrderBookBenchmark {
    private static final int BUY = OrderTerms.of(Side.BUY, OrderType.LIMIT, TimeInForce.GTC);
    private static final int SELL = OrderTerms.of(Side.SELL, OrderType.LIMIT, TimeInForce.GTC);
    private static final int LEVELS = 500;
    private static final int PER_LEVEL = 20;
    private static final long MIDDLE = 50_000;
    private static final int TRACKED = 1 << 10;

    private final OrderSlab orders = new OrderSlab(1 << 20);
    private final OrderIndex index = new OrderIndex(orders);
    private final int[] tracked = new int[TRACKED];
    private OrderBook book;
    private long orderId;
    private long traded;
    private int at;

    /** Fills the book. */
    @Setup
    public void fill() {
        book = new OrderBook(
                1, orders, new OrderExtras(), index, (maker, makerId, price, quantity, leaves) -> traded += quantity);
        for (int i = 0; i < LEVELS * PER_LEVEL; i++) {
            book.rest(++orderId, 1, BUY, MIDDLE - 1 - i % LEVELS, 10, 10);
            book.rest(++orderId, 1, SELL, MIDDLE + 1 + i % LEVELS, 10, 10);
        }
        for (int i = 0; i < TRACKED; i++) {
            tracked[i] = book.rest(++orderId, 1, BUY, price(i), 10, 10);
        }
    }

    /** One order rests, the oldest of a thousand is cancelled by its id. */
    @Benchmark
    public int restAndCancel() {
        final int slot = at++ & TRACKED - 1;
        book.cancel(index.get(orders.orderId(tracked[slot])));
        tracked[slot] = book.rest(++orderId, 1, BUY, price(at), 10, 10);
        return tracked[slot];
    }

    /** One order rests at the best price and another takes it. */
    @Benchmark
    public long restAndMatch() {
        book.rest(++orderId, 1, SELL, MIDDLE, 10, 10);
        return book.match(true, MIDDLE, 10) + traded;
    }

    /** One of a thousand orders gets another price. */
    @Benchmark
    public long replace() {
        return book.move(tracked[at & TRACKED - 1], price(at++ * 7), 10, 10);
    }

    private static long price(int i) {
        return MIDDLE - 1 - (i & 0x7FFF_FFFF) % LEVELS;
    }
}
