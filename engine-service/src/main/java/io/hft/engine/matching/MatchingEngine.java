package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.StopBook;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.TickCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.EventSink;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * The core of a shard: applies sequenced commands to books and says what happened. All methods belong to one thread.
 *
 * <p>What a command causes, in this order:
 *
 * <ul>
 *   <li>{@code EXPIRED} for every order whose deadline has come;
 *   <li>new order: {@code NEW}, its trades, and {@code CANCELED} for what it did not get and may not rest; or {@code
 *       REJECTED}; or {@code ORDER_STATUS} flagged duplicate when the id is known;
 *   <li>cancel: {@code CANCELED} or {@code CANCEL_REJECTED};
 *   <li>replace: {@code REPLACED} and its trades, or {@code REPLACE_REJECTED};
 *   <li>any other: the event of its kind, or {@code REJECTED}; a tick says nothing;
 *   <li>anything that is not understood: {@code REJECTED} with {@code UNSUPPORTED_COMMAND};
 *   <li>{@code TRIGGERED} and its trades for every stop that the trades have reached.
 * </ul>
 *
 * {@code docs/matching-rules.md} says all of it exactly.
 *
 * A command with a source (source id not 0) must carry the next sequence of that source, beginning with 1. A repeat is
 * answered with {@code ORDER_STATUS} flagged duplicate; a gap is refused with {@code SOURCE_SEQUENCE_GAP}, in the kind of refusal
 * that belongs to the command. Neither changes anything.
 */
public final class MatchingEngine {
    private static final long DEFAULT_HASH_SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final byte NEW_ORDER = CommandType.NEW_ORDER.code();
    private static final byte CANCEL_ORDER = CommandType.CANCEL_ORDER.code();
    private static final byte REPLACE_ORDER = CommandType.REPLACE_ORDER.code();

    private final Instruments instruments = new Instruments();
    private final EventEmitter events = new EventEmitter();
    private final Rules rules = new Rules(instruments);
    private final Risk risk = new Risk(instruments);
    private final OrderCommands orders;
    private final Long2LongHashMap lastSourceSequences = new Long2LongHashMap(0);

    /**
     * The capacities hold until a CONFIGURE command sets others.
     *
     * @param maxOpenOrders the most orders that may be open at a time, over all instruments; memory is taken as it is needed
     * @param recentOrderIds how many finished orders are remembered, so that a repeated id is answered and not repeated
     */
    public MatchingEngine(int maxOpenOrders, int recentOrderIds) {
        this(maxOpenOrders, recentOrderIds, DEFAULT_HASH_SEED);
    }

    /**
     * @param hashSeed where ids are kept depends on it, and nothing else does: no event, no order of events. A shell that takes ids from strangers gives
     *     one that they cannot know, so that nobody can choose ids which all meet in one place.
     */
    public MatchingEngine(int maxOpenOrders, int recentOrderIds, long hashSeed) {
        if (maxOpenOrders < 1 || recentOrderIds < 1) {
            throw new IllegalArgumentException("maxOpenOrders and recentOrderIds must be positive, were "
                    + maxOpenOrders + " and " + recentOrderIds);
        }
        orders = new OrderCommands(instruments, events, rules, risk, maxOpenOrders, recentOrderIds, hashSeed);
    }

    /**
     * Applies one command. Every command but a tick causes at least one event; never throws for what a command says.
     *
     * @param timestampNanos the time that the driver gives the command; one that lies before the last is taken as the last
     */
    public void apply(DirectBuffer command, int offset, int length, long timestampNanos, EventSink sink) {
        events.begin(sink, timestampNanos);
        orders.expireDue();
        if (!isUnderstood(command, offset, length)) {
            refuseUnsupported();
            return;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        final long sourceId = CommandHeader.sourceId(command, offset);
        if (sourceId != 0 && !isNextOfSource(command, offset, length, sourceId)) {
            return;
        }
        if (type == NEW_ORDER && length == NewOrderCommand.LENGTH) {
            orders.enter(command, offset);
            orders.triggerStops();
        } else if (type == CANCEL_ORDER && length == CancelOrderCommand.LENGTH) {
            orders.cancel(command, offset);
        } else if (type == REPLACE_ORDER && isReplaceLength(length)) {
            orders.replace(command, offset);
            orders.triggerStops();
        } else {
            applyOther(type, command, offset, length);
        }
    }

    private boolean isReplaceLength(int length) {
        return length == ReplaceOrderCommand.LENGTH || length == ReplaceOrderCommand.LONG_LENGTH && rules.isFull();
    }

    private void applyOther(byte type, DirectBuffer command, int offset, int length) {
        if (type == CommandType.UPSERT_INSTRUMENT.code() && length == UpsertInstrumentCommand.LENGTH) {
            upsertInstrument(command, offset);
        } else if (type == CommandType.STATE_HASH.code() && length == StateHashCommand.LENGTH) {
            events.stateHashEvent();
        } else if (type == CommandType.CONFIGURE.code() && length == ConfigureCommand.LENGTH) {
            configure(command, offset);
        } else if (!rules.isFull()) {
            refuseUnsupported();
        } else if (type == CommandType.MASS_CANCEL.code() && length == MassCancelCommand.LENGTH) {
            massCancel(command, offset);
        } else if (type == CommandType.SET_RISK_LIMITS.code() && length == SetRiskLimitsCommand.LENGTH) {
            setRiskLimits(command, offset);
        } else if (type == CommandType.SET_TRADING_STATE.code() && length == SetTradingStateCommand.LENGTH) {
            setTradingState(command, offset);
        } else if (type == CommandType.KILL_SWITCH.code() && length == KillSwitchCommand.LENGTH) {
            throwKillSwitch(command, offset);
        } else if (type != CommandType.TICK.code() || length != TickCommand.LENGTH) {
            refuseUnsupported();
        }
    }

    /** The rules that hold at this point of the journal. */
    public int rulesVersion() {
        return rules.version();
    }

    /** When the next order expires, in nanoseconds since 1970; {@link Long#MAX_VALUE} when none does. */
    public long nextDeadlineNanos() {
        return orders.nextDeadlineNanos();
    }

    /** The last command of that source; 0 for one that is not known. */
    public long lastSourceSequence(long sourceId) {
        return lastSourceSequences.get(sourceId);
    }

    /** Limits, kill switches, trading states and positions. For reading. */
    public Risk risk() {
        return risk;
    }

    /** The most orders that may be open at a time. */
    public int maxOpenOrders() {
        return orders.maxOpenOrders();
    }

    /** How many finished orders are remembered. */
    public int recentOrderIds() {
        return orders.recentOrderIds();
    }

    /** How many sources are remembered. */
    public int maxSources() {
        return rules.maxSources();
    }

    /** The end of the trading day in nanoseconds after midnight UTC. */
    public long dayEndNanos() {
        return rules.dayEndNanos();
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

    /**
     * Open orders of an instrument: bids best first, then asks best first, each level in time priority; then the stops that wait, buys by
     * rising and sells by falling stop price, equal ones oldest first.
     */
    public void openOrders(int instrumentId, OrderVisitor visitor) {
        final OrderBook book = orders.book(instrumentId);
        if (book != null) {
            final OrderView order = new OrderView();
            visit(book, true, order, visitor);
            visit(book, false, order, visitor);
        }
        final StopBook stops = orders.stops(instrumentId);
        if (stops != null) {
            final OrderView order = new OrderView();
            visit(stops, true, order, visitor);
            visit(stops, false, order, visitor);
        }
    }

    /**
     * The next open orders of an instrument behind a cursor, in the same order.
     *
     * @param max the most orders that are visited
     * @return whether these were the last
     */
    public boolean openOrders(int instrumentId, OpenOrdersCursor cursor, int max, OrderVisitor visitor) {
        final OrderBook book = orders.book(instrumentId);
        final StopBook stops = orders.stops(instrumentId);
        final OrderView order = new OrderView();
        int left = max;
        while (!cursor.isAtEnd()) {
            final boolean buy = cursor.part % 2 == 0;
            if (cursor.part < 2 && book != null) {
                left = visitBehind(book, buy, cursor, left, order, visitor);
            } else if (cursor.part >= 2 && stops != null) {
                left = visitBehind(stops, buy, cursor, left, order, visitor);
            }
            if (left == 0) {
                return false;
            }
            cursor.nextPart();
        }
        return true;
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
            if (last == 0 && lastSourceSequences.size() >= rules.maxSources()) {
                refuse(RejectReason.TOO_MANY_SOURCES, command, offset, length);
                return false;
            }
            lastSourceSequences.put(sourceId, sequence);
            return true;
        }
        if (sequence > 0 && sequence <= last) {
            final boolean ofOrder = isOfOrder(command, offset, length);
            orders.answerDuplicate(
                    ofOrder ? CancelOrderCommand.orderId(command, offset) : 0,
                    ofOrder ? CancelOrderCommand.accountId(command, offset) : 0);
        } else if (last == 0 && lastSourceSequences.size() >= rules.maxSources()) {
            refuse(RejectReason.TOO_MANY_SOURCES, command, offset, length);
        } else {
            refuse(RejectReason.SOURCE_SEQUENCE_GAP, command, offset, length);
        }
        return false;
    }

    // Every command about an order has the ids in the same place.
    private static boolean isOfOrder(DirectBuffer command, int offset, int length) {
        final byte type = CommandHeader.typeCode(command, offset);
        return type >= NEW_ORDER && type <= REPLACE_ORDER && length >= CancelOrderCommand.LENGTH;
    }

    /** Refuses a command because of its source, in the kind of refusal that belongs to it. */
    private void refuse(RejectReason reason, DirectBuffer command, int offset, int length) {
        if (!isOfOrder(command, offset, length)) {
            events.refusal(EventType.REJECTED, reason, 0, 0, 0);
            return;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        final EventType refusal = type == CANCEL_ORDER
                ? EventType.CANCEL_REJECTED
                : type == REPLACE_ORDER ? EventType.REPLACE_REJECTED : EventType.REJECTED;
        events.refusal(
                refusal,
                reason,
                CancelOrderCommand.orderId(command, offset),
                CancelOrderCommand.accountId(command, offset),
                CancelOrderCommand.instrumentId(command, offset));
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
        addBodyToHash(command, offset, UpsertInstrumentCommand.LENGTH);
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

    private void configure(DirectBuffer command, int offset) {
        final int version = ConfigureCommand.rulesVersion(command, offset);
        final int maxOpenOrders = ConfigureCommand.maxOpenOrders(command, offset);
        final int recentOrderIds = ConfigureCommand.recentOrderIds(command, offset);
        final int maxSources = ConfigureCommand.maxSources(command, offset);
        final long dayEnd = ConfigureCommand.dayEndNanos(command, offset);
        if (version < rules.version()
                || version > Rules.VERSION_2
                || maxOpenOrders < 1
                || recentOrderIds < 1
                || maxSources < 1
                || dayEnd < 0
                || dayEnd >= Rules.NANOS_PER_DAY) {
            refuseUnsupported();
            return;
        }
        rules.activate(version, maxSources, dayEnd);
        orders.setCapacities(maxOpenOrders, recentOrderIds);
        addBodyToHash(command, offset, ConfigureCommand.LENGTH);
        events.notice(EventType.CONFIGURED, 0, 0, (byte) 0, version);
    }

    private void massCancel(DirectBuffer command, int offset) {
        final long accountId = MassCancelCommand.accountId(command, offset);
        final int instrumentId = MassCancelCommand.instrumentId(command, offset);
        final byte side = MassCancelCommand.sideCode(command, offset);
        final RejectReason reason = instrumentId != 0 && instruments.find(instrumentId) == null
                ? RejectReason.UNKNOWN_INSTRUMENT
                : accountId < 0
                        ? RejectReason.INVALID_ACCOUNT
                        : side != 0 && !Side.isKnown(side) ? RejectReason.INVALID_SIDE : RejectReason.NONE;
        if (reason != RejectReason.NONE) {
            events.massCancelRefusal(reason, accountId, instrumentId, side);
            return;
        }
        final long canceled = orders.cancelAll(accountId, instrumentId, side, RejectReason.MASS_CANCELED);
        events.notice(EventType.MASS_CANCELED, accountId, instrumentId, side, canceled);
    }

    private void setRiskLimits(DirectBuffer command, int offset) {
        final long accountId = SetRiskLimitsCommand.accountId(command, offset);
        final int instrumentId = SetRiskLimitsCommand.instrumentId(command, offset);
        final RejectReason reason = risk.setLimits(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, accountId, instrumentId);
            return;
        }
        addBodyToHash(command, offset, SetRiskLimitsCommand.LENGTH);
        events.notice(EventType.RISK_LIMITS, accountId, instrumentId, (byte) 0, 0);
    }

    private void setTradingState(DirectBuffer command, int offset) {
        final int instrumentId = SetTradingStateCommand.instrumentId(command, offset);
        final RejectReason reason = risk.setTradingState(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, 0, instrumentId);
            return;
        }
        events.notice(
                EventType.TRADING_STATE,
                0,
                instrumentId,
                (byte) 0,
                SetTradingStateCommand.tradingStateCode(command, offset));
    }

    private void throwKillSwitch(DirectBuffer command, int offset) {
        final long accountId = KillSwitchCommand.accountId(command, offset);
        final boolean engaged = KillSwitchCommand.isEngaged(command, offset);
        final RejectReason reason = risk.setKillSwitch(command, offset);
        if (reason != RejectReason.NONE) {
            events.refusal(EventType.REJECTED, reason, 0, accountId, 0);
            return;
        }
        if (engaged && KillSwitchCommand.isCancelOpenOrders(command, offset)) {
            orders.cancelAll(accountId, 0, (byte) 0, RejectReason.KILL_SWITCH);
        }
        events.notice(EventType.KILL_SWITCH, accountId, 0, (byte) 0, engaged ? 1 : 0);
    }

    // What a setting says is part of the state, though its event does not repeat it.
    private void addBodyToHash(DirectBuffer command, int offset, int length) {
        events.addToHash(command, offset + CommandHeader.LENGTH, length - CommandHeader.LENGTH);
    }

    private void visit(OrderBook book, boolean buy, OrderView out, OrderVisitor visitor) {
        for (int level = book.bestLevel(buy); level != OrderSlab.NONE; level = book.levelAfter(buy, level)) {
            for (int order = book.firstOrder(level); order != OrderSlab.NONE; order = book.orderAfter(order)) {
                orders.show(order, out);
                visitor.onOrder(out);
            }
        }
    }

    private void visit(StopBook stops, boolean buy, OrderView out, OrderVisitor visitor) {
        for (int level = stops.bestLevel(buy); level != OrderSlab.NONE; level = stops.levelAfter(buy, level)) {
            for (int order = stops.firstOrder(level); order != OrderSlab.NONE; order = stops.orderAfter(order)) {
                orders.show(order, out);
                visitor.onOrder(out);
            }
        }
    }

    /** Returns how many more may be visited; 0 when some may be left. */
    private int visitBehind(
            OrderBook book, boolean buy, OpenOrdersCursor cursor, int max, OrderView out, OrderVisitor visitor) {
        int left = max;
        for (int level = book.bestLevel(buy); level != OrderSlab.NONE; level = book.levelAfter(buy, level)) {
            final long price = book.levelPriceTicks(buy, level);
            // Bids fall, asks rise.
            if (cursor.inLevel && (buy ? price > cursor.levelPriceTicks : price < cursor.levelPriceTicks)) {
                continue;
            }
            cursor.enterLevel(price);
            for (int order = book.firstOrder(level); order != OrderSlab.NONE; order = book.orderAfter(order)) {
                orders.show(order, out);
                if (!cursor.met.contains(out.orderId())) {
                    if (left == 0) {
                        return 0;
                    }
                    left--;
                    cursor.met.add(out.orderId());
                    visitor.onOrder(out);
                }
            }
        }
        // Exactly full and at the end counts as not at the end: the next page is empty then.
        return left;
    }

    /** Returns how many more may be visited; 0 when some may be left. */
    private int visitBehind(
            StopBook stops, boolean buy, OpenOrdersCursor cursor, int max, OrderView out, OrderVisitor visitor) {
        int left = max;
        for (int level = stops.bestLevel(buy); level != OrderSlab.NONE; level = stops.levelAfter(buy, level)) {
            final long price = stopPriceTicks(stops, level, out);
            // Buy stops rise, sell stops fall.
            if (cursor.inLevel && (!buy ? price > cursor.levelPriceTicks : price < cursor.levelPriceTicks)) {
                continue;
            }
            cursor.enterLevel(price);
            for (int order = stops.firstOrder(level); order != OrderSlab.NONE; order = stops.orderAfter(order)) {
                orders.show(order, out);
                if (!cursor.met.contains(out.orderId())) {
                    if (left == 0) {
                        return 0;
                    }
                    left--;
                    cursor.met.add(out.orderId());
                    visitor.onOrder(out);
                }
            }
        }
        // Exactly full and at the end counts as not at the end: the next page is empty then.
        return left;
    }

    private long stopPriceTicks(StopBook stops, int level, OrderView out) {
        orders.show(stops.firstOrder(level), out);
        return out.stopPriceTicks();
    }
}
