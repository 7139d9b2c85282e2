package io.hft.bench.jmh;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.event.EventType;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.matching.MatchingEngine;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Whole commands through the core: decoding, checks, duplicate memory, book, encoded events. Each operation is two commands, except the
 * replace, so that the book stays as it is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchingEngineBenchmark {
    private static final int INSTRUMENT_ID = 1;
    private static final Instrument INSTRUMENT =
            new Instrument(INSTRUMENT_ID, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000_000L, 50_000, 0);
    private static final int LEVELS = 500;
    private static final int PER_LEVEL = 20;
    private static final long MIDDLE = 50_000;
    private static final int RULES_VERSION = 2;
    private static final int MAX_OPEN_ORDERS = 1 << 20;
    private static final int RECENT_IDS = 1 << 16;
    private static final int ACCOUNTS = 64;

    /** Whether every risk limit there is has been set, or none. */
    @Param({"none", "all"})
    public String limits = "none";

    private final MatchingEngine engine = new MatchingEngine(MAX_OPEN_ORDERS, RECENT_IDS);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandHeader.MAX_COMMAND_LENGTH]);
    private long events;
    private long refusals;
    private final EventSink sink = (sequence, buffer, offset, length) -> {
        events += length;
        if (Event.typeCode(buffer, offset) == EventType.REJECTED.code()) {
            refusals++;
        }
    };
    private long orderId;
    private long replacedId;
    private long timestampNanos = 1_000_000_000L;
    private long changes;

    /** Fills the book and the memory of finished orders. */
    @Setup
    public void fill() {
        apply(ConfigureCommand.encode(command, 0, 0, 0, RULES_VERSION, MAX_OPEN_ORDERS, RECENT_IDS, 1 << 10, 0));
        apply(UpsertInstrumentCommand.encode(command, 0, 0, 0, INSTRUMENT));
        if (limits.equals("all")) {
            setAllLimits();
        }
        for (int i = 0; i < LEVELS * PER_LEVEL; i++) {
            enter(Side.BUY, MIDDLE - 1 - i % LEVELS);
            enter(Side.SELL, MIDDLE + 1 + i % LEVELS);
        }
        enter(Side.BUY, MIDDLE - LEVELS);
        replacedId = orderId;
        for (int i = 0; i < 2 * RECENT_IDS; i++) {
            restAndCancel();
        }
        if (refusals != 0) {
            throw new IllegalStateException("the core refused " + refusals + " commands");
        }
        if (engine.openOrderCount() != 2 * LEVELS * PER_LEVEL + 1) {
            throw new IllegalStateException("the core took only " + engine.openOrderCount() + " orders");
        }
    }

    /** A new order that rests, and its cancellation. */
    @Benchmark
    public long restAndCancel() {
        enter(Side.BUY, MIDDLE - 1 - (orderId & 255));
        apply(CancelOrderCommand.encode(command, 0, 0, 0, orderId, account(orderId), INSTRUMENT_ID));
        return events;
    }

    /** A new order that rests, and another one that takes it. */
    @Benchmark
    public long restAndMatch() {
        enter(Side.SELL, MIDDLE);
        enter(Side.BUY, MIDDLE);
        return events;
    }

    /** An order gets another price. */
    @Benchmark
    public long replace() {
        final long price = MIDDLE - LEVELS + (++changes & 255);
        apply(ReplaceOrderCommand.encode(command, 0, 0, 0, replacedId, account(replacedId), INSTRUMENT_ID, price, 10));
        return events;
    }

    private void setAllLimits() {
        apply(SetRiskLimitsCommand.encode(
                command, 0, 0, 0, 0, INSTRUMENT_ID, 1_000, 1_000_000, 1_000_000_000_000L, 1_000_000_000_000L, 0, 0));
        for (int account = 1; account <= ACCOUNTS; account++) {
            apply(SetRiskLimitsCommand.encode(
                    command, 0, 0, 0, account, 0, 0, 0, 0, 0, MAX_OPEN_ORDERS, 1_000_000_000));
        }
    }

    private void enter(Side side, long price) {
        orderId++;
        apply(NewOrderCommand.encode(
                command,
                0,
                0,
                0,
                orderId,
                account(orderId),
                INSTRUMENT_ID,
                side,
                OrderType.LIMIT,
                TimeInForce.GTC,
                price,
                10));
    }

    private void apply(int length) {
        timestampNanos += 1_000;
        engine.apply(command, 0, length, timestampNanos, sink);
    }

    // Neighbouring orders are of different accounts, so that they trade.
    private static long account(long orderId) {
        return 1 + orderId % ACCOUNTS;
    }
}
