package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventSink;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * The core of a shard: applies sequenced commands to books and says what happened. All methods belong to one thread.
 *
 * <p>What a command causes, in this order:
 *
 * <ul>
 *   <li>new order: {@code NEW}, its trades, and {@code CANCELED} with {@code NO_LIQUIDITY} for what an IOC or market order
 *       did not get; or {@code REJECTED}; or {@code ORDER_STATUS} flagged duplicate when the id is known;
 *   <li>cancel: {@code CANCELED} or {@code CANCEL_REJECTED};
 *   <li>replace: {@code REPLACED} and its trades, or {@code REPLACE_REJECTED};
 *   <li>instrument: {@code INSTRUMENT} or {@code REJECTED}; state hash: {@code STATE_HASH};
 *   <li>anything that is not understood: {@code REJECTED} with {@code UNSUPPORTED_COMMAND}.
 * </ul>
 *
 * A command with a source (source id not 0) must carry the next sequence of that source, beginning with 1. A repeat is
 * answered with {@code ORDER_STATUS} flagged duplicate; a gap is refused with {@code SOURCE_SEQUENCE_GAP}, in the kind of refusal
 * that belongs to the command. Neither changes anything.
 */
public final class MatchingEngine {
    private final Instruments instruments = new Instruments();
    private final EventEmitter events = new EventEmitter();
    private final OrderCommands orders;
    private final Long2LongHashMap lastSourceSequences = new Long2LongHashMap(0);

    /**
     * @param maxOpenOrders the most orders that may rest at a time, over all instruments; memory is taken as it is needed
     * @param recentOrderIds how many finished orders are remembered, so that a repeated id is answered and not repeated
     */
    public MatchingEngine(int maxOpenOrders, int recentOrderIds) {
        if (maxOpenOrders < 1 || recentOrderIds < 1) {
            throw new IllegalArgumentException("maxOpenOrders and recentOrderIds must be positive, were "
                    + maxOpenOrders + " and " + recentOrderIds);
        }
        orders = new OrderCommands(instruments, events, maxOpenOrders, recentOrderIds);
    }

    /**
     * Applies one command. Every command causes at least one event; never throws for what a command says.
     *
     * @param timestampNanos the time that the driver gives the command; one that lies before the last is taken as the last
     */
    public void apply(DirectBuffer command, int offset, int length, long timestampNanos, EventSink sink) {
        events.begin(sink, timestampNanos);
        if (!isUnderstood(command, offset, length)) {
            refuseUnsupported();
            return;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        final long sourceId = CommandHeader.sourceId(command, offset);
        if (sourceId != 0 && !isNextOfSource(command, offset, length, sourceId)) {
            return;
        }
        if (type == CommandType.NEW_ORDER.code() && length == NewOrderCommand.LENGTH) {
            orders.enter(command, offset);
        } else if (type == CommandType.CANCEL_ORDER.code() && length == CancelOrderCommand.LENGTH) {
            orders.cancel(command, offset);
        } else if (type == CommandType.REPLACE_ORDER.code() && length == ReplaceOrderCommand.LENGTH) {
            orders.replace(command, offset);
        } else if (type == CommandType.UPSERT_INSTRUMENT.code() && length == UpsertInstrumentCommand.LENGTH) {
            upsertInstrument(command, offset);
        } else if (type == CommandType.STATE_HASH.code() && length == StateHashCommand.LENGTH) {
            events.stateHashEvent();
        } else {
            refuseUnsupported();
        }
    }

    /** The sequence of the last event, 0 before the first. */
    public long lastEventSequence() {
        return events.lastSequence();
    }

    /** Over everything that the events said so far, see {@code docs/formats/commands-and-events.md}. */
    public long stateHash() {
        return events.stateHash();
    }

    public int openOrderCount() {
        return orders.openOrderCount();
    }

    public Instruments instruments() {
        return instruments;
    }

    /** 0 before the first trade and for an unknown instrument. */
    public long lastTradePriceTicks(int instrumentId) {
        final OrderBook book = orders.book(instrumentId);
        return book == null ? 0 : book.lastTradePriceTicks();
    }

    /** Grows with every change of the instrument's book; equal numbers mean an equal book. 0 for an unknown instrument. */
    public long bookVersion(int instrumentId) {
        final OrderBook book = orders.book(instrumentId);
        return book == null ? 0 : book.version();
    }

    /** Fills {@code out} with a live order or one of the recently finished; false and untouched when neither. */
    public boolean findOrder(long orderId, OrderView out) {
        return orders.find(orderId, out);
    }

    /** Open orders of an instrument: bids best first, then asks best first, each level in time priority. */
    public void openOrders(int instrumentId, OrderVisitor visitor) {
        final OrderBook book = orders.book(instrumentId);
        if (book != null) {
            final OrderView order = new OrderView();
            visit(book, true, order, visitor);
            visit(book, false, order, visitor);
        }
    }

    /** At most {@code maxLevels} levels of one side, best first. */
    public void depth(int instrumentId, Side side, int maxLevels, LevelVisitor visitor) {
        final OrderBook book = orders.book(instrumentId);
        if (book == null) {
            return;
        }
        final boolean buy = side == Side.BUY;
        int level = book.bestLevel(buy);
        for (int i = 0; i < maxLevels && level != OrderSlab.NONE; i++) {
            visitor.onLevel(
                    book.levelPriceTicks(buy, level), book.levelQuantityLots(level), book.levelOrderCount(level));
            level = book.levelAfter(buy, level);
        }
    }

    private static boolean isUnderstood(DirectBuffer command, int offset, int length) {
        return length >= CommandHeader.LENGTH
                && CommandHeader.schemaId(command, offset) == CommandHeader.SCHEMA_ID
                && CommandHeader.version(command, offset) == CommandHeader.VERSION
                && CommandHeader.length(command, offset) == length;
    }

    private boolean isNextOfSource(DirectBuffer command, int offset, int length, long sourceId) {
        final long sequence = CommandHeader.sourceSequence(command, offset);
        final long last = lastSourceSequences.get(sourceId);
        events.identify(sourceId, sequence);
        if (sequence == last + 1) {
            lastSourceSequences.put(sourceId, sequence);
            return true;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        // Every command about an order has the ids in the same place.
        final boolean ofOrder = type >= CommandType.NEW_ORDER.code()
                && type <= CommandType.REPLACE_ORDER.code()
                && length >= CancelOrderCommand.LENGTH;
        final long orderId = ofOrder ? CancelOrderCommand.orderId(command, offset) : 0;
        if (sequence > 0 && sequence <= last) {
            orders.answerDuplicate(orderId);
        } else {
            refuseGap(ofOrder ? type : 0, command, offset, orderId);
        }
        return false;
    }

    private void refuseGap(int type, DirectBuffer command, int offset, long orderId) {
        final long accountId = type == 0 ? 0 : CancelOrderCommand.accountId(command, offset);
        final int instrumentId = type == 0 ? 0 : CancelOrderCommand.instrumentId(command, offset);
        if (type == CommandType.CANCEL_ORDER.code()) {
            events.refusal(
                    EventType.CANCEL_REJECTED, RejectReason.SOURCE_SEQUENCE_GAP, orderId, accountId, instrumentId);
        } else if (type == CommandType.REPLACE_ORDER.code()) {
            events.refusal(
                    EventType.REPLACE_REJECTED, RejectReason.SOURCE_SEQUENCE_GAP, orderId, accountId, instrumentId);
        } else {
            events.refusal(EventType.REJECTED, RejectReason.SOURCE_SEQUENCE_GAP, orderId, accountId, instrumentId);
        }
    }

    private void refuseUnsupported() {
        events.refusal(EventType.REJECTED, RejectReason.UNSUPPORTED_COMMAND, 0, 0, 0);
    }

    private void upsertInstrument(DirectBuffer command, int offset) {
        final Instrument instrument;
        try {
            instrument = UpsertInstrumentCommand.decode(command, offset);
        } catch (IllegalArgumentException e) {
            refuseInstrument(command, offset);
            return;
        }
        if (!instruments.upsert(instrument)) {
            refuseInstrument(command, offset);
            return;
        }
        orders.openBook(instrument.instrumentId());
        events.addToHash(command, offset + CommandHeader.LENGTH, UpsertInstrumentCommand.LENGTH - CommandHeader.LENGTH);
        events.instrument(instrument.instrumentId());
    }

    private void refuseInstrument(DirectBuffer command, int offset) {
        events.refusal(
                EventType.REJECTED,
                RejectReason.INVALID_INSTRUMENT,
                0,
                0,
                UpsertInstrumentCommand.instrumentId(command, offset));
    }

    private void visit(OrderBook book, boolean buy, OrderView out, OrderVisitor visitor) {
        for (int level = book.bestLevel(buy); level != OrderSlab.NONE; level = book.levelAfter(buy, level)) {
            for (int order = book.firstOrder(level); order != OrderSlab.NONE; order = book.orderAfter(order)) {
                orders.show(order, out);
                visitor.onOrder(out);
            }
        }
    }
}
