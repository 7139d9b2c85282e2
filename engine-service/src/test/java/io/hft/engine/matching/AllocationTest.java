package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventSink;
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
    private long state = 42;

    @Test
    void allocatesNothingInSteadyState() {
        final int length = UpsertInstrumentCommand.encode(
                command, 0, 0, 0, EngineUnderTest.instrument(1, "BTC-USD", Long.MAX_VALUE));
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

    private void run() {
        for (int i = 0; i < ROUND; i++) {
            final int length =
                    switch (next(10)) {
                        case 0, 1 -> CancelOrderCommand.encode(command, 0, 0, 0, old(), 11, 1);
                        case 2, 3 -> ReplaceOrderCommand.encode(command, 0, 0, 0, old(), 11, 1, price(), 1 + next(50));
                        case 4 -> order(OrderType.MARKET, TimeInForce.IOC, 0);
                        case 5 -> order(OrderType.LIMIT, TimeInForce.IOC, price());
                        default -> order(OrderType.LIMIT, TimeInForce.GTC, price());
                    };
            engine.apply(command, 0, length, i, sink);
        }
    }

    private int order(OrderType type, TimeInForce timeInForce, long price) {
        final Side side = next(2) == 0 ? Side.BUY : Side.SELL;
        return NewOrderCommand.encode(
                command, 0, 9, nextOrderId, nextOrderId++, 11, 1, side, type, timeInForce, price, 1 + next(50));
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
