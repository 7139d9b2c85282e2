package io.hft.engine.matching;

import io.hft.engine.book.OrderTerms;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventSink;
import io.hft.engine.event.EventType;
import io.hft.engine.event.Liquidity;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Numbers the events, writes their bytes, takes them into the state hash and hands them to the sink. */
final class EventEmitter {
    private static final byte NO_STATUS = 0;
    private static final byte NO_LIQUIDITY_SIDE = 0;
    private static final byte NO_FLAGS = 0;
    private static final int NO_REASON = RejectReason.NONE.code();

    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[Event.LENGTH]);
    private final StateHash hash = new StateHash();
    private EventSink sink = (sequence, buffer, offset, length) -> {};
    private long sequence;
    private long tradeId;
    private long timestampNanos;
    private long sourceId;
    private long sourceSequence;

    /** The effective time of the present command. */
    long timestampNanos() {
        return timestampNanos;
    }

    /** A price level has changed. */
    void level(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {
        sink.onLevel(instrumentId, bid, priceTicks, quantityLots, orderCount);
    }

    long lastSequence() {
        return sequence;
    }

    long stateHash() {
        return hash.value();
    }

    /** The id of the last trade, 0 before the first. */
    long tradeId() {
        return tradeId;
    }

    /** Goes on from there. */
    void restore(long lastSequence, long stateHash, long lastTradeId, long lastTimestampNanos) {
        sequence = lastSequence;
        hash.restore(stateHash);
        tradeId = lastTradeId;
        timestampNanos = lastTimestampNanos;
    }

    /** The events that follow are those of one command. A time before the last one's is taken as the last one's. */
    void begin(EventSink target, long commandTimestampNanos) {
        sink = target;
        timestampNanos = Math.max(timestampNanos, commandTimestampNanos);
        sourceId = 0;
        sourceSequence = 0;
    }

    void identify(long commandSourceId, long commandSourceSequence) {
        sourceId = commandSourceId;
        sourceSequence = commandSourceSequence;
    }

    /** What an instrument's definition says is part of the state, though its event names only the id. */
    void addToHash(DirectBuffer buffer, int offset, int length) {
        hash.add(buffer, offset, length);
    }

    /** An event about an order as the view has it, its reject reason included. */
    void order(EventType type, OrderView order) {
        order(type, order, order.rejectReasonCode, NO_FLAGS);
    }

    /** An event about an order that is refused or answered: the order stays as the view has it. */
    void order(EventType type, OrderView order, int reasonCode, byte flags) {
        header(type);
        body(
                order.orderId,
                order.accountId,
                order.instrumentId,
                order.terms,
                order.orderStatusCode,
                order.priceTicks,
                order.quantityLots,
                order.cumulativeQuantityLots,
                order.leavesQuantityLots);
        final byte postOnly = OrderTerms.isPostOnly(order.terms) ? Event.FLAG_POST_ONLY : 0;
        Event.encodeOutcome(scratch, 0, 0, 0, 0, 0, 0, reasonCode, NO_LIQUIDITY_SIDE, (byte) (flags | postOnly));
        Event.encodeTerms(
                scratch,
                0,
                order.stopPriceTicks,
                order.displayQuantityLots,
                order.expireAtNanos,
                OrderTerms.selfTradePreventionCode(order.terms));
        send();
    }

    /** Says nothing about an order but the ids that the command had. */
    void refusal(EventType type, RejectReason reason, long orderId, long accountId, int instrumentId) {
        header(type);
        notice(reason, orderId, accountId, instrumentId, 0, 0);
    }

    /** A mass cancel that is refused: says the side, too. */
    void massCancelRefusal(RejectReason reason, long accountId, int instrumentId, byte sideCode) {
        header(EventType.REJECTED);
        notice(reason, 0, accountId, instrumentId, sideCode & 0xFF, 0);
    }

    /** A notice of the engine: says nothing about an order. */
    void notice(EventType type, long accountId, int instrumentId, byte sideCode, long quantity) {
        header(type);
        notice(RejectReason.NONE, 0, accountId, instrumentId, sideCode & 0xFF, quantity);
    }

    private void notice(RejectReason reason, long orderId, long accountId, int instrumentId, int terms, long quantity) {
        body(orderId, accountId, instrumentId, terms, NO_STATUS, 0, quantity, 0, 0);
        Event.encodeOutcome(scratch, 0, 0, 0, 0, 0, 0, reason.code(), NO_LIQUIDITY_SIDE, NO_FLAGS);
        send();
    }

    void instrument(int instrumentId) {
        refusal(EventType.INSTRUMENT, RejectReason.NONE, 0, 0, instrumentId);
    }

    /** The hash is the one before this event. */
    void stateHashEvent() {
        refusal(EventType.STATE_HASH, RejectReason.NONE, hash.value(), 0, 0);
    }

    /** The two events of the next trade come with a new id. */
    void nextTrade() {
        tradeId++;
    }

    void trade(
            Liquidity liquidity,
            long orderId,
            long accountId,
            int instrumentId,
            int terms,
            long priceTicks,
            long quantityLots,
            long leavesLots,
            long lastPriceTicks,
            long lastQuantityLots,
            long contraOrderId,
            long contraAccountId) {
        final OrderStatus status = leavesLots == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        header(EventType.TRADE);
        body(
                orderId,
                accountId,
                instrumentId,
                terms,
                status.code(),
                priceTicks,
                quantityLots,
                quantityLots - leavesLots,
                leavesLots);
        Event.encodeOutcome(
                scratch,
                0,
                lastPriceTicks,
                lastQuantityLots,
                tradeId,
                contraOrderId,
                contraAccountId,
                NO_REASON,
                liquidity.code(),
                NO_FLAGS);
        send();
    }

    private void header(EventType type) {
        Event.encodeHeader(scratch, 0, type, ++sequence, timestampNanos, sourceId, sourceSequence);
    }

    private void body(
            long orderId,
            long accountId,
            int instrumentId,
            int terms,
            byte statusCode,
            long priceTicks,
            long quantityLots,
            long cumulativeLots,
            long leavesLots) {
        Event.encodeOrder(
                scratch,
                0,
                orderId,
                accountId,
                instrumentId,
                OrderTerms.sideCode(terms),
                OrderTerms.orderTypeCode(terms),
                OrderTerms.timeInForceCode(terms),
                statusCode,
                priceTicks,
                quantityLots,
                cumulativeLots,
                leavesLots);
    }

    private void send() {
        hash.add(scratch, 0, Event.LENGTH);
        sink.onEvent(sequence, scratch, 0, Event.LENGTH);
    }
}
