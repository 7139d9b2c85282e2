package io.hft.engine.matching;

import io.hft.engine.command.Side;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.reference.ReferenceMarket;
import io.hft.engine.reference.ReferenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The engine and the naive one under the same commands. A difference is an {@link AssertionError} that shows both. */
final class EnginePair {
    static final int INSTRUMENTS = 2;

    final MatchingEngine engine;
    final ReferenceEngine reference;
    /** How many events of each type, and with each reason, there were. */
    final long[] types = new long[EventType.KILL_SWITCH.code() + 2];

    final long[] reasons = new long[RejectReason.TOO_MANY_SOURCES.code() + 1];
    /** The most trades that one command caused. */
    int longestSweep;

    private long openOrdersSum;

    private final Recorder recorder = new Recorder();
    private final List<TreeMap<Long, long[]>> shownLevels = new ArrayList<>();
    private final OrderView view = new OrderView();

    EnginePair(int maxOpenOrders, int recentOrderIds) {
        engine = new MatchingEngine(maxOpenOrders, recentOrderIds);
        reference = new ReferenceEngine(maxOpenOrders, recentOrderIds);
        for (int i = 0; i < 2 * (INSTRUMENTS + 1); i++) {
            shownLevels.add(new TreeMap<>());
        }
    }

    /** Applies one command to both and compares all that they say. */
    void apply(DirectBuffer command, int offset, int length, long timeNanos) {
        reference.apply(command, offset, length, timeNanos);
        recorder.count = 0;
        engine.apply(command, offset, length, timeNanos, recorder);
        compareEvents();
    }

    void apply(RecordedCommand command) {
        apply(new UnsafeBuffer(command.bytes()), 0, command.bytes().length, command.timeNanos());
    }

    private void compareEvents() {
        final byte[] expected = reference.events().bytes();
        final int count = reference.events().count();
        final int length = count * Event.LENGTH;
        if (count != recorder.count || Arrays.mismatch(expected, 0, length, recorder.bytes, 0, length) >= 0) {
            throw new AssertionError("events differ\n  expected:\n" + text(expected, count) + "  actual:\n"
                    + text(recorder.bytes, recorder.count));
        }
        if (engine.stateHash() != reference.events().hash()) {
            throw new AssertionError("state hashes differ");
        }
        if (engine.lastEventSequence() != reference.events().lastSequence()) {
            throw new AssertionError("last event sequences differ");
        }
        openOrdersSum += engine.openOrderCount();
        int trades = 0;
        for (int i = 0; i < count; i++) {
            final EventType type = EventType.of(recorder.buffer.getByte(i * Event.LENGTH + 3));
            types[type.code()]++;
            trades += type == EventType.TRADE ? 1 : 0;
            reasons[Event.rejectReasonCode(recorder.buffer, i * Event.LENGTH)]++;
        }
        longestSweep = Math.max(longestSweep, trades / 2);
    }

    /** Open orders after each command, summed up: divided by the commands, how full the book was. */
    long openOrdersSum() {
        return openOrdersSum;
    }

    /** Compares the books: levels, what was said of levels, every open order in its place. */
    void compareBooks() {
        if (engine.openOrderCount() != reference.openOrders().size()) {
            throw new AssertionError(
                    "open orders: expected " + reference.openOrders().size() + ", actual " + engine.openOrderCount());
        }
        for (int instrument = 1; instrument <= INSTRUMENTS; instrument++) {
            final ReferenceMarket market = reference.market(instrument);
            if (market != null) {
                compareLevels(instrument, market, Side.BUY);
                compareLevels(instrument, market, Side.SELL);
                compareOrders(instrument, market.all());
                if (engine.lastTradePriceTicks(instrument) != market.lastTrade()) {
                    throw new AssertionError("last trade prices differ");
                }
            }
        }
    }

    private void compareLevels(int instrument, ReferenceMarket market, Side side) {
        final TreeMap<Long, long[]> said = shownLevels.get(2 * instrument + (side == Side.BUY ? 0 : 1));
        final Levels levels = new Levels();
        engine.depth(instrument, side, Integer.MAX_VALUE, levels);
        int i = 0;
        for (final Map.Entry<Long, List<ReferenceOrder>> level :
                market.levels(side == Side.BUY).entrySet()) {
            long shown = 0;
            for (final ReferenceOrder order : level.getValue()) {
                shown += order.shown;
            }
            final int orders = level.getValue().size();
            final long[] heard = said.get(level.getKey());
            if (heard == null || heard[0] != shown || heard[1] != orders) {
                throw new AssertionError(side + " level " + level.getKey() + " of " + instrument + ": expected " + shown
                        + " of " + orders + ", said " + Arrays.toString(heard));
            }
            if (i >= levels.rows.size()
                    || !Arrays.equals(levels.rows.get(i), new long[] {level.getKey(), shown, orders})) {
                throw new AssertionError(side + " level " + i + " of " + instrument + ": expected " + shown + "@"
                        + level.getKey() + " of " + orders + ", actual "
                        + (i < levels.rows.size() ? Arrays.toString(levels.rows.get(i)) : "none"));
            }
            i++;
        }
        if (said.size() != i || levels.rows.size() != i) {
            throw new AssertionError(side + " levels of " + instrument + ": expected " + i + ", said " + said.size()
                    + ", actual " + levels.rows.size());
        }
    }

    private void compareOrders(int instrument, List<ReferenceOrder> expected) {
        final int[] count = {0};
        engine.openOrders(instrument, new OpenOrdersCursor(), Integer.MAX_VALUE, actual -> {
            if (count[0] >= expected.size()) {
                throw new AssertionError("more open orders than " + expected);
            }
            compareOrder(expected.get(count[0]++), actual);
        });
        if (count[0] != expected.size()) {
            throw new AssertionError("only " + count[0] + " of the open orders " + expected);
        }
    }

    /** Compares what both know of an id, whether it is live, finished or forgotten. */
    void compareOrder(long orderId) {
        final ReferenceOrder expected = reference.find(orderId);
        if (engine.findOrder(orderId, view) != (expected != null)) {
            throw new AssertionError("order " + orderId + ": expected " + expected);
        }
        if (expected != null) {
            compareOrder(expected, view);
        }
    }

    private static void compareOrder(ReferenceOrder expected, OrderView actual) {
        final boolean same = actual.orderId() == expected.id
                && actual.accountId() == expected.account
                && actual.instrumentId() == expected.instrument
                && actual.sideCode() == expected.side
                && actual.orderTypeCode() == expected.type
                && actual.timeInForceCode() == expected.timeInForce
                && actual.orderStatusCode() == expected.status.code()
                && actual.priceTicks() == expected.price
                && actual.quantityLots() == expected.total
                && actual.cumulativeQuantityLots() == expected.cumulative
                && actual.leavesQuantityLots() == expected.leaves()
                && actual.rejectReasonCode() == expected.reason.code()
                && actual.isPostOnly() == expected.postOnly
                && actual.selfTradePreventionCode() == expected.selfTradePrevention;
        final boolean sameTerms = !expected.isLive()
                || actual.stopPriceTicks() == expected.stopPrice
                        && actual.displayQuantityLots() == expected.display
                        && actual.expireAtNanos() == expected.deadline;
        if (!same || !sameTerms) {
            throw new AssertionError("expected " + expected + " " + expected.status + ", actual " + actual.orderId()
                    + "/" + actual.accountId() + " " + actual.leavesQuantityLots() + " of " + actual.quantityLots()
                    + "@" + actual.priceTicks() + " status " + actual.orderStatusCode() + " stop "
                    + actual.stopPriceTicks() + " display " + actual.displayQuantityLots());
        }
    }

    private static String text(byte[] bytes, int count) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(count, 60); i++) {
            final int at = i * Event.LENGTH;
            text.append("    ").append(Report.read(buffer, at)).append("  [seq ");
            text.append(Event.sequence(buffer, at)).append(" time ").append(Event.timestampNanos(buffer, at));
            text.append(" from ").append(Event.sourceId(buffer, at)).append('#');
            text.append(Event.sourceSequence(buffer, at)).append(" of ").append(Event.instrumentId(buffer, at));
            text.append(" side ").append(Event.sideCode(buffer, at)).append(" status ");
            text.append(Event.orderStatusCode(buffer, at)).append(" stop ").append(Event.stopPriceTicks(buffer, at));
            text.append(" display ").append(Event.displayQuantityLots(buffer, at));
            text.append(" until ").append(Event.expireAtNanos(buffer, at));
            text.append(" stp ")
                    .append(Event.selfTradePreventionCode(buffer, at))
                    .append(" flags ");
            text.append(buffer.getByte(at + 139)).append(" quantity ").append(Event.quantityLots(buffer, at));
            text.append("]\n");
        }
        return text.toString();
    }

    private static final class Levels implements LevelVisitor {
        private final List<long[]> rows = new ArrayList<>();

        @Override
        public void onLevel(long priceTicks, long quantityLots, int orderCount) {
            rows.add(new long[] {priceTicks, quantityLots, orderCount});
        }
    }

    private final class Recorder implements EventSink {
        private byte[] bytes = new byte[64 * Event.LENGTH];
        private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        private int count;

        @Override
        public void onEvent(long sequence, DirectBuffer source, int offset, int length) {
            if (length != Event.LENGTH || sequence != Event.sequence(source, offset)) {
                throw new AssertionError("event of length " + length + " with sequence " + sequence);
            }
            if ((count + 1) * Event.LENGTH > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
                buffer.wrap(bytes);
            }
            source.getBytes(offset, bytes, count * Event.LENGTH, length);
            count++;
        }

        @Override
        public void onLevel(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {
            if ((quantityLots == 0) != (orderCount == 0)) {
                throw new AssertionError("a level with " + quantityLots + " of " + orderCount + " orders");
            }
            final TreeMap<Long, long[]> levels = shownLevels.get(2 * instrumentId + (bid ? 0 : 1));
            if (orderCount == 0) {
                levels.remove(priceTicks);
            } else {
                levels.put(priceTicks, new long[] {quantityLots, orderCount});
            }
        }
    }
}
