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

    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[Event.LENGTH]);
    private final StateHash hash = new StateHash();
    private EventSink sink = (sequence, buffer, offset, length) -> {};
    private long sequence;
    private long tradeId;
    private long timestampNanos;
    private long sourceId;
    private long sourceSequence;

    long lastSequence() {
        return sequence;
    }

    long stateHash() {
        return hash.value();
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

    void order(
            EventType type,
            OrderStatus status,
            RejectReason reason,
            long orderId,
            long accountId,
            int instrumentId,
            int terms,
            long priceTicks,
            long quantityLots,
            long cumulativeLots,
            long leavesLots) {
        header(type);
        body(
                orderId,
                accountId,
                instrumentId,
                terms,
                status.code(),
                priceTicks,
                quantityLots,
                cumulativeLots,
                leavesLots);
        Event.encodeOutcome(scratch, 0, 0, 0, 0, 0, 0, reason, NO_LIQUIDITY_SIDE, NO_FLAGS);
        send();
    }

    /** An event about an order as it is remembered; with nothing but its id when it is not known. */
    void state(EventType type, RejectReason reason, OrderView order, byte flags) {
        header(type);
        body(
                order.orderId,
                order.accountId,
                order.instrumentId,
                OrderTerms.of(order.sideCode, order.orderTypeCode, order.timeInForceCode),
                order.orderStatusCode,
                order.priceTicks,
                order.quantityLots,
                order.cumulativeQuantityLots,
                order.leavesQuantityLots);
        Event.encodeOutcome(scratch, 0, 0, 0, 0, 0, 0, reason, NO_LIQUIDITY_SIDE, flags);
        send();
    }

    /** Says nothing about an order but the ids that the command had. */
    void refusal(EventType type, RejectReason reason, long orderId, long accountId, int instrumentId) {
        header(type);
        body(orderId, accountId, instrumentId, 0, NO_STATUS, 0, 0, 0, 0);
        Event.encodeOutcome(scratch, 0, 0, 0, 0, 0, 0, reason, NO_LIQUIDITY_SIDE, NO_FLAGS);
        send();
    }

    void instrument(int instrumentId) {
        refusal(EventType.INSTRUMENT, RejectReason.NONE, 0, 0, instrumentId);
    }

    /** The hash is the one before this event. */
    void stateHashEvent() {
        refusal(EventType.STATE_HASH, RejectReason.NONE, hash.value(), 0, 0);
    }

    void level(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {
        sink.onLevel(instrumentId, bid, priceTicks, quantityLots, orderCount);
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
                RejectReason.NONE,
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
