package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.risk.Risk;
import io.hft.engine.snapshot.InstrumentRecord;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotHeader;
import io.hft.engine.snapshot.SnapshotSection;
import org.agrona.DirectBuffer;

/**
 * Gives a fresh core the state that a snapshot has. What cannot be is refused, so that a core that comes out of it keeps all its promises; a core that did not
 * get to the end must not be used.
 */
final class StateReader {
    private final SnapshotDecoder in;
    private final DirectBuffer buffer;
    private final long[] counts = new long[SnapshotSection.values().length];

    private final int rulesVersion;
    private final boolean killed;
    private final long eventSequence;
    private final long stateHash;
    private final long tradeId;
    private final long timestampNanos;
    private final int maxOpenOrders;
    private final int recentOrderIds;
    private final int maxSources;
    private final long dayEndNanos;

    /** Reads the header. */
    StateReader(SnapshotDecoder in) {
        this.in = in;
        buffer = in.buffer();
        in.begin(SnapshotSection.HEADER);
        final int at = in.record(SnapshotHeader.LENGTH);
        rulesVersion = SnapshotHeader.rulesVersion(buffer, at);
        killed = SnapshotHeader.killedCode(buffer, at) == 1;
        eventSequence = SnapshotHeader.eventSequence(buffer, at);
        stateHash = SnapshotHeader.stateHash(buffer, at);
        tradeId = SnapshotHeader.tradeId(buffer, at);
        timestampNanos = SnapshotHeader.timestampNanos(buffer, at);
        maxOpenOrders = SnapshotHeader.maxOpenOrders(buffer, at);
        recentOrderIds = SnapshotHeader.recentOrderIds(buffer, at);
        maxSources = SnapshotHeader.maxSources(buffer, at);
        dayEndNanos = SnapshotHeader.dayEndNanos(buffer, at);
        checkHeader(SnapshotHeader.killedCode(buffer, at));
        in.requireZeros(at + 5, 3);
        in.requireZeros(at + 52, 4);
        readCounts(at);
    }

    private void checkHeader(byte killedCode) {
        require(rulesVersion >= Rules.VERSION_1 && rulesVersion <= Rules.NEWEST, "rules version", rulesVersion);
        require(killedCode == 0 || killedCode == 1, "kill switch", killedCode);
        require(eventSequence >= 0, "event sequence", eventSequence);
        require(tradeId >= 0 && tradeId <= eventSequence, "trade id", tradeId);
        require(timestampNanos >= 0, "time", timestampNanos);
        require(maxOpenOrders >= 1, "most open orders", maxOpenOrders);
        require(recentOrderIds >= 1, "remembered orders", recentOrderIds);
        require(maxSources >= 1, "most sources", maxSources);
        require(dayEndNanos >= 0 && dayEndNanos < Rules.NANOS_PER_DAY, "end of the day", dayEndNanos);
    }

    private void readCounts(int at) {
        for (final SnapshotSection section : SnapshotSection.values()) {
            if (section != SnapshotSection.HEADER && section != SnapshotSection.END) {
                final long count = SnapshotHeader.count(buffer, at, section);
                require(count >= 0 && count <= Integer.MAX_VALUE, "number of " + section.title(), count);
                counts[section.ordinal()] = count;
            }
        }
        final long finished = count(SnapshotSection.FINISHED_ORDERS);
        require(finished <= recentOrderIds, "number of finished orders", finished);
        final long refused = count(SnapshotSection.REFUSED_ORDERS);
        final boolean apart = rulesVersion >= Rules.VERSION_3;
        require(refused <= (apart ? recentOrderIds : 0), "number of refused orders", refused);
    }

    private void require(boolean fits, String what, long value) {
        if (!fits) {
            throw in.refuse("no " + what + " can be " + value);
        }
    }

    private long count(SnapshotSection section) {
        return counts[section.ordinal()];
    }

    int maxOpenOrders() {
        return maxOpenOrders;
    }

    int recentOrderIds() {
        return recentOrderIds;
    }

    /** All that belongs to one fresh core with these capacities. */
    void read(
            Instruments instruments,
            EventEmitter events,
            Rules rules,
            Risk risk,
            OrderCommands orders,
            Sources sources) {
        rules.activate(rulesVersion, maxSources, dayEndNanos);
        events.restore(eventSequence, stateHash, tradeId, timestampNanos);
        readInstruments(instruments, orders, risk);
        risk.restore(
                in,
                killed,
                timestampNanos,
                count(SnapshotSection.RISK_LIMITS),
                count(SnapshotSection.ACCOUNTS),
                count(SnapshotSection.POSITIONS));
        sources.readFrom(in, count(SnapshotSection.SOURCES));
        final long dated =
                new OpenOrdersReader(in, orders.open(), risk).read(count(SnapshotSection.OPEN_ORDERS), instruments);
        final long deadlines = count(SnapshotSection.DEADLINES);
        require(deadlines == dated, "number of deadlines of " + dated + " orders", deadlines);
        readDeadlines(orders.open());
        readFinished(orders.recent(), SnapshotSection.FINISHED_ORDERS, orders);
        readFinished(orders.refused(), SnapshotSection.REFUSED_ORDERS, orders);
        in.end(eventSequence, stateHash);
    }

    private void readFinished(RecentOrderIds memory, SnapshotSection section, OrderCommands orders) {
        memory.readFrom(in, section, count(section), orders);
    }

    private void readInstruments(Instruments instruments, OrderCommands orders, Risk risk) {
        int last = 0;
        in.begin(SnapshotSection.INSTRUMENTS);
        for (long i = 0; i < count(SnapshotSection.INSTRUMENTS); i++) {
            final int at = in.record(InstrumentRecord.LENGTH);
            final Instrument instrument = instrument(at);
            final int id = instrument.instrumentId();
            if (id <= last || !instruments.upsert(instrument)) {
                throw in.refuse("instrument " + id + " comes twice or behind " + last);
            }
            last = id;
            orders.openBook(id);
            final OrderBook book = orders.book(id);
            assert book != null;
            final long lastTrade = InstrumentRecord.lastTradePriceTicks(buffer, at);
            final byte state = InstrumentRecord.tradingStateCode(buffer, at);
            require(lastTrade >= 0, "price of a trade", lastTrade);
            require(TradingState.isKnown(state), "trading state", state);
            in.requireZeros(at + InstrumentRecord.LENGTH - 7, 7);
            book.restoreLastTrade(lastTrade);
            risk.restoreTradingState(id, state);
        }
    }

    private Instrument instrument(int at) {
        try {
            // The record is a command's body; its header is not looked at.
            return UpsertInstrumentCommand.decode(buffer, at - CommandHeader.LENGTH);
        } catch (IllegalArgumentException e) {
            throw in.refuse(e.getMessage());
        }
    }

    private void readDeadlines(OpenOrders open) {
        long last = Long.MIN_VALUE;
        in.begin(SnapshotSection.DEADLINES);
        for (long i = 0; i < count(SnapshotSection.DEADLINES); i++) {
            final long orderId = buffer.getLong(in.record(Long.BYTES), LITTLE_ENDIAN);
            final int order = open.find(orderId);
            final int further = order == OrderIndex.NONE ? 0 : open.slab.extras(order);
            final long deadline = open.extras.deadlineNanos(further);
            if (deadline == 0 || open.extras.deadlineQueue(further) != 0 || deadline < last) {
                throw in.refuse("order " + orderId + " does not expire, or not now");
            }
            last = deadline;
            open.deadlines.add(order);
        }
    }
}
