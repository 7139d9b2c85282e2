package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.event.EventSink;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import io.hft.engine.snapshot.ChunkSink;
import io.hft.engine.snapshot.ChunkSource;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotFormatException;
import org.agrona.DirectBuffer;

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
    private final Sources sources;
    private final OperatorCommands operator;

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
        sources = new Sources(events, rules, orders);
        operator = new OperatorCommands(instruments, events, rules, risk, orders);
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
            operator.refuseUnsupported();
            return;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        final long sourceId = CommandHeader.sourceId(command, offset);
        if (sourceId != 0 && !sources.takeNext(command, offset, length, sourceId)) {
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
            operator.apply(type, command, offset, length);
        }
    }

    private boolean isReplaceLength(int length) {
        return length == ReplaceOrderCommand.LENGTH || length == ReplaceOrderCommand.LONG_LENGTH && rules.isFull();
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
        return sources.last(sourceId);
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

    /** Fills {@code out} with a live order or one of the recently finished; false and untouched when neither. */
    public boolean findOrder(long orderId, OrderView out) {
        return orders.find(orderId, out);
    }

    /**
     * The next open orders of an instrument behind a cursor: bids best first, then asks best first, each level in time priority; then the
     * stops that wait, buys by rising and sells by falling stop price, equal ones oldest first.
     *
     * @param max the most orders that are visited
     * @return whether these were the last
     */
    public boolean openOrders(int instrumentId, OpenOrdersCursor cursor, int max, OrderVisitor visitor) {
        return orders.list(instrumentId, cursor, max, visitor);
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

    /**
     * Writes everything that decides a later event, in chunks as {@code docs/formats/snapshot.md} draws them. Equal states give equal bytes, however
     * they came about: by commands, by a replay of the journal, or by {@link #readFrom}. Changes nothing, needs no more memory than a few words per
     * instrument, account, source and deadline.
     */
    public void writeTo(ChunkSink sink) {
        new StateWriter(instruments, events, rules, risk, orders, sources).writeTo(sink);
    }

    /**
     * A core with the state that {@link #writeTo} wrote: the same commands cause the same events from here on.
     *
     * @param hashSeed see the constructor
     * @throws SnapshotFormatException when a chunk is damaged, missing or of another version, or says what no core can be; and what the source throws
     */
    public static MatchingEngine readFrom(ChunkSource source, long hashSeed) {
        final SnapshotDecoder in = new SnapshotDecoder(source);
        final StateReader reader = new StateReader(in);
        final MatchingEngine engine = new MatchingEngine(reader.maxOpenOrders(), reader.recentOrderIds(), hashSeed);
        reader.read(engine.instruments, engine.events, engine.rules, engine.risk, engine.orders, engine.sources);
        return engine;
    }

    private static boolean isUnderstood(DirectBuffer command, int offset, int length) {
        return length >= CommandHeader.LENGTH
                && CommandHeader.schemaId(command, offset) == CommandHeader.SCHEMA_ID
                && CommandHeader.version(command, offset) == CommandHeader.VERSION
                && CommandHeader.length(command, offset) == length;
    }
}
