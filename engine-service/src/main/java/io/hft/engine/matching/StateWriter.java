package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrdersByPrice;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import io.hft.engine.risk.RiskState;
import io.hft.engine.snapshot.ChunkSink;
import io.hft.engine.snapshot.InstrumentRecord;
import io.hft.engine.snapshot.OpenOrderRecord;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotHeader;
import io.hft.engine.snapshot.SnapshotSection;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes the state of a core as a snapshot, everything in an order that its history has no part in. */
final class StateWriter {
    private final Instruments instruments;
    private final EventEmitter events;
    private final Rules rules;
    private final Risk risk;
    private final Sources sources;
    private final OpenOrders open;
    private final RecentOrderIds recent;
    private final RecentOrderIds refused;

    StateWriter(
            Instruments instruments,
            EventEmitter events,
            Rules rules,
            Risk risk,
            OrderCommands orders,
            Sources sources) {
        this.instruments = instruments;
        this.events = events;
        this.rules = rules;
        this.risk = risk;
        this.sources = sources;
        open = orders.open();
        recent = orders.recent();
        refused = orders.refused();
    }

    void writeTo(ChunkSink sink) {
        final SnapshotEncoder out = new SnapshotEncoder(sink);
        final RiskState riskState = risk.state(events.timestampNanos());
        writeHeader(out, riskState);
        writeInstruments(out);
        riskState.writeTo(out);
        sources.writeTo(out);
        writeOpenOrders(out);
        open.deadlines.writeTo(out);
        recent.writeTo(out, SnapshotSection.FINISHED_ORDERS);
        refused.writeTo(out, SnapshotSection.REFUSED_ORDERS);
        out.end(events.lastSequence(), events.stateHash());
    }

    private void writeHeader(SnapshotEncoder out, RiskState riskState) {
        final MutableDirectBuffer buffer = out.buffer();
        final int at = out.record(SnapshotHeader.LENGTH);
        SnapshotHeader.encode(
                buffer,
                at,
                rules.version(),
                risk.isKillSwitchEngaged(0),
                events.lastSequence(),
                events.stateHash(),
                events.tradeId(),
                events.timestampNanos(),
                open.slab.capacity(),
                recent.capacity(),
                rules.maxSources(),
                rules.dayEndNanos());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.INSTRUMENTS, instruments.size());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.RISK_LIMITS, riskState.limits());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.ACCOUNTS, riskState.accounts());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.POSITIONS, riskState.positions());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.SOURCES, sources.size());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.OPEN_ORDERS, open.slab.size());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.DEADLINES, open.deadlines.size());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.FINISHED_ORDERS, recent.size());
        SnapshotHeader.encodeCount(buffer, at, SnapshotSection.REFUSED_ORDERS, refused.size());
    }

    private void writeInstruments(SnapshotEncoder out) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[UpsertInstrumentCommand.LENGTH]);
        out.begin(SnapshotSection.INSTRUMENTS);
        for (final Instrument instrument : instruments.all()) {
            final int id = instrument.instrumentId();
            final OrderBook book = open.book(id);
            assert book != null;
            final int at = out.record(InstrumentRecord.LENGTH);
            UpsertInstrumentCommand.encode(command, 0, 0, 0, instrument);
            out.buffer().putBytes(at, command, CommandHeader.LENGTH, InstrumentRecord.DEFINITION_LENGTH);
            InstrumentRecord.encodeMarket(out.buffer(), at, book.lastTradePriceTicks(), risk.tradingStateCode(id));
        }
    }

    private void writeOpenOrders(SnapshotEncoder out) {
        out.begin(SnapshotSection.OPEN_ORDERS);
        for (final Instrument instrument : instruments.all()) {
            final OrderBook book = open.book(instrument.instrumentId());
            final OrdersByPrice stops = open.stops(instrument.instrumentId());
            assert book != null && stops != null;
            writeSide(out, book, true);
            writeSide(out, book, false);
            writeSide(out, stops, true);
            writeSide(out, stops, false);
        }
    }

    private void writeSide(SnapshotEncoder out, OrdersByPrice orders, boolean buy) {
        for (int level = orders.bestLevel(buy); level != OrderSlab.NONE; level = orders.levelAfter(buy, level)) {
            for (int order = orders.firstOrder(level); order != OrderSlab.NONE; order = orders.orderAfter(order)) {
                writeOrder(out, order);
            }
        }
    }

    private void writeOrder(SnapshotEncoder out, int order) {
        final OrderSlab slab = open.slab;
        final int further = slab.extras(order);
        final boolean hasFurther = further != OrderExtras.NONE;
        final boolean waiting = open.isWaiting(order);
        final int at = out.record(OpenOrderRecord.LENGTH + (hasFurther ? OpenOrderRecord.FURTHER_LENGTH : 0));
        OpenOrderRecord.encode(
                out.buffer(),
                at,
                slab.orderId(order),
                slab.accountId(order),
                slab.priceTicks(order),
                slab.quantityLots(order),
                slab.leavesLots(order),
                slab.terms(order),
                slab.instrumentId(order),
                waiting,
                hasFurther);
        if (hasFurther) {
            OpenOrderRecord.encodeFurther(
                    out.buffer(),
                    at + OpenOrderRecord.LENGTH,
                    open.extras.stopPriceTicks(further),
                    open.extras.displayQuantityLots(further),
                    slab.isIceberg(order) ? open.bookOf(order).shownLots(order) : 0,
                    open.extras.deadlineNanos(further));
        }
    }
}
