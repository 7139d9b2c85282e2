package io.hft.engine.matching;

import static io.hft.engine.command.OrderType.ICEBERG;
import static io.hft.engine.command.OrderType.LIMIT;
import static io.hft.engine.command.OrderType.STOP;
import static io.hft.engine.command.OrderType.STOP_LIMIT;
import static io.hft.engine.command.Side.BUY;
import static io.hft.engine.command.Side.SELL;
import static io.hft.engine.command.TimeInForce.DAY;
import static io.hft.engine.command.TimeInForce.GTC;
import static io.hft.engine.command.TimeInForce.GTD;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A small core that has something of everything, always the same. */
final class SnapshotExample {
    static final long TIME = 1_800_000_000_000_000_000L;
    static final long DAY_END = 57_600_000_000_000L;
    /** That of the DAY orders, and of one GTD order. */
    static final long DEADLINE = 1_800_028_800_000_000_000L;

    private final MatchingEngine engine = new MatchingEngine(5, 5, Snapshots.HASH_SEED);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandHeader.MAX_COMMAND_LENGTH]);
    private long timeNanos = TIME;
    private long sequence;

    private SnapshotExample() {
        upsert(7, "ETH-USD", 2_000, 0);
        upsert(3, "BTC-USD", 1_000, 250);
        apply(ConfigureCommand.encode(command, 0, 0, 0, 3, 100, 10, 4, DAY_END));
        limits(0, 0, 0, 50);
        limits(101, 3, 1_000_000, 0);
        limits(100, 0, 0, 40);
        order(1, 100, BUY, LIMIT, GTC, 990, 10, 0, 0, 0);
        order(2, 101, BUY, LIMIT, DAY, 990, 20, 0, 0, 0);
        order(3, 102, BUY, ICEBERG, GTD, 996, 90, 0, 30, DEADLINE);
        order(4, 103, SELL, LIMIT, GTC, 1_010, 5, 0, 0, 0);
        order(5, 100, BUY, STOP_LIMIT, DAY, 995, 8, 1_005, 0, 0);
        order(6, 104, SELL, LIMIT, GTC, 1_005, 6, 0, 0, 0);
        order(7, 105, BUY, LIMIT, GTC, 1_005, 6, 0, 0, 0);
        order(8, 106, SELL, LIMIT, GTC, 996, 3, 0, 0, 0);
        order(9, 102, BUY, STOP, GTC, 0, 3, 1_015, 0, 0);
        order(10, 103, SELL, STOP_LIMIT, GTD, 974, 4, 975, 0, DEADLINE - 1);
        order(11, 103, SELL, STOP, GTC, 0, 4, 980, 0, 0);
        order(12, 100, BUY, LIMIT, GTC, 990, -1, 0, 0, 0);
        // Takes all of the iceberg's shown part and a piece of the next.
        order(13, 106, SELL, LIMIT, TimeInForce.IOC, 996, 29, 0, 0, 0);
        cancel(4, 103);
        order(14, 103, SELL, LIMIT, GTC, 1_011, 5, 0, 0, 0);
        apply(KillSwitchCommand.encode(command, 0, 0, 0, 107, true, false));
        apply(SetTradingStateCommand.encode(command, 0, 0, 0, 7, TradingState.HALTED.code()));
        apply(TickCommand.encode(command, 0, -6, 1));
    }

    static MatchingEngine engine() {
        return new SnapshotExample().engine;
    }

    static List<byte[]> chunks() {
        return Snapshots.take(engine());
    }

    /** Of the same core, somewhat later. */
    static List<byte[]> laterChunks() {
        final SnapshotExample example = new SnapshotExample();
        example.apply(SetTradingStateCommand.encode(example.command, 0, 0, 0, 7, TradingState.CANCEL_ONLY.code()));
        return Snapshots.take(example.engine);
    }

    private void upsert(int id, String symbol, long referenceTicks, int band) {
        apply(UpsertInstrumentCommand.encode(
                command,
                0,
                0,
                0,
                new Instrument(
                        id, symbol, symbol.substring(0, 3), "USD", 1, 2, 1, 8, 1_000_000, referenceTicks, band)));
    }

    private void limits(long account, int instrument, long maxQuantity, int ordersPerSecond) {
        apply(SetRiskLimitsCommand.encode(
                command, 0, 0, 0, account, instrument, 0, maxQuantity, 0, 0, 0, ordersPerSecond));
    }

    private void order(
            long id,
            long account,
            Side side,
            OrderType type,
            TimeInForce timeInForce,
            long price,
            long quantity,
            long stopPrice,
            long display,
            long expireAt) {
        apply(NewOrderCommand.encode(
                command,
                0,
                5,
                ++sequence,
                id,
                account,
                3,
                side.code(),
                type.code(),
                timeInForce.code(),
                false,
                (byte) 0,
                price,
                quantity,
                stopPrice,
                display,
                expireAt));
    }

    private void cancel(long id, long account) {
        apply(CancelOrderCommand.encode(command, 0, 5, ++sequence, id, account, 3));
    }

    private void apply(int length) {
        timeNanos += 1_000;
        engine.apply(command, 0, length, timeNanos, (eventSequence, buffer, offset, eventLength) -> {});
    }
}
