package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventSink;
import io.hft.engine.snapshot.ChunkSink;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Once its pools have their size, the engine allocates nothing, whatever it is told. */
class AllocationTest {
    private static final int ROUND = 20_000;

    private final MatchingEngine engine = new MatchingEngine(10_000, 10_000);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EventSink sink = (sequence, buffer, offset, length) -> count(length);
    private long eventBytes;
    private long nextOrderId = 1;
    private long lastSourceSequence;
    private long nowNanos;
    private long state = 42;

    @Test
    void allocatesNothingInSteadyState() {
        int length = ConfigureCommand.encode(command, 0, 0, 0, Rules.NEWEST, 10_000, 10_000, 10, 0);
        engine.apply(command, 0, length, 0, sink);
        length = UpsertInstrumentCommand.encode(
                command, 0, 0, 0, EngineUnderTest.instrument(1, "BTC-USD", Long.MAX_VALUE));
        engine.apply(command, 0, length, 0, sink);
        length = SetRiskLimitsCommand.encode(command, 0, 0, 0, 0, 1, 0, 1_000, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0);
        engine.apply(command, 0, length, 0, sink);
        for (int round = 0; round < 10; round++) {
            run();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long between = threads.getCurrentThreadAllocatedBytes();
        run();
        final long after = threads.getCurrentThreadAllocatedBytes();
        // What asking costs is taken off.
        assertThat(after - between - (between - before)).isZero();
        assertThat(eventBytes).isPositive();
    }

    @Test
    void allocatesNothingPerOrderWhenItWritesItsState() {
        for (int round = 0; round < 3; round++) {
            allocatesNothingInSteadyState();
        }
        final ChunkSink chunks = (buffer, offset, length) -> count(length);
        engine.writeTo(chunks);
        eventBytes = 0;
        final long before = threads.getCurrentThreadAllocatedBytes();
        engine.writeTo(chunks);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(engine.openOrderCount() + engine.recentOrderIds())
                .as("orders")
                .isGreaterThan(10_000);
        assertThat(eventBytes).as("bytes written").isGreaterThan(600_000);
        assertThat(allocated).as("bytes allocated").isLessThan(100_000);
    }

    private void run() {
        for (int i = 0; i < ROUND; i++) {
            nowNanos += 1_000;
            final int length =
                    switch (next(16)) {
                        case 0, 1, 2 -> CancelOrderCommand.encode(command, 0, 0, 0, old(), account(), 1);
                        case 3, 4 ->
                            ReplaceOrderCommand.encode(command, 0, 0, 0, old(), account(), 1, price(), 1 + next(50));
                        case 5 -> order(OrderType.MARKET, TimeInForce.IOC, 0, 0, 0, 0);
                        case 6 -> order(OrderType.LIMIT, TimeInForce.IOC, price(), 0, 0, 0);
                        case 7 -> order(OrderType.LIMIT, TimeInForce.FOK, price(), 0, 0, 0);
                        case 8 -> order(OrderType.STOP, TimeInForce.GTC, 0, price(), 0, 0);
                        case 9 -> order(OrderType.STOP_LIMIT, TimeInForce.GTC, price(), price(), 0, 0);
                        case 10 -> order(OrderType.ICEBERG, TimeInForce.GTC, price(), 0, 1 + next(5), 0);
                        case 11 ->
                            order(OrderType.LIMIT, TimeInForce.GTD, price(), 0, 0, nowNanos + 1 + next(5_000_000));
                        case 12 ->
                            next(1_000) == 0
                                    ? MassCancelCommand.encode(command, 0, 0, 0, account(), 1, (byte) 0)
                                    : TickCommand.encode(command, 0, 0, 0);
                        default -> order(OrderType.LIMIT, TimeInForce.GTC, price(), 0, 0, 0);
                    };
            engine.apply(command, 0, length, nowNanos, sink);
        }
    }

    private int order(OrderType type, TimeInForce timeInForce, long price, long stop, long display, long expireAt) {
        return NewOrderCommand.encode(
                command,
                0,
                9,
                ++lastSourceSequence,
                nextOrderId++,
                account(),
                1,
                (byte) (1 + next(2)),
                type.code(),
                timeInForce.code(),
                false,
                (byte) next(5),
                price,
                1 + next(50),
                stop,
                display,
                expireAt);
    }

    // Few, so that orders meet their own.
    private long account() {
        return 11 + next(3);
    }

    private long old() {
        return Math.max(1, nextOrderId - next(1_000));
    }

    private long price() {
        // One in sixteen is far from the market.
        return next(16) == 0 ? 1 + next(1_000_000) * 1_000_003L : 50_000 + next(64);
    }

    private void count(int length) {
        eventBytes += length;
    }

    private int next(int bound) {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) ((state >>> 33) % bound);
    }
}
