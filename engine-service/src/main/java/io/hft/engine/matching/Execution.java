package io.hft.engine.matching;

import io.hft.engine.book.BookListener;
import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderBook.Fill;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.book.StopBook;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.EventType;
import io.hft.engine.event.Liquidity;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.risk.Risk;
import org.agrona.collections.IntArrayQueue;

/** Carries an incoming order out: its trades, what self-trade prevention does, and what becomes of the rest; then the stops it has reached. */
final class Execution implements BookListener {
    private static final int NO_RECORD = OrderIndex.NONE;
    private static final byte MARKET = OrderType.MARKET.code();
    private static final byte STOP = OrderType.STOP.code();
    private static final byte IOC = TimeInForce.IOC.code();
    private static final byte FOK = TimeInForce.FOK.code();

    private final EventEmitter events;
    private final OpenOrders open;
    private final RecentOrderIds recent;
    private final Risk risk;
    private final Rules rules;
    private final IntArrayQueue triggered = new IntArrayQueue();
    private final OrderView other = new OrderView();

    // The incoming order, kept as it is after every trade.
    private OrderView incoming = new OrderView();
    private int incomingPosition;
    private boolean incomingBuys;

    // What has traded since the last look at the stops; 0: nothing.
    private long highestTradeTicks;
    private long lowestTradeTicks;

    Execution(EventEmitter events, OpenOrders open, RecentOrderIds recent, Risk risk, Rules rules) {
        this.events = events;
        this.open = open;
        this.recent = recent;
        this.risk = risk;
        this.rules = rules;
    }

    /**
     * Carries out an order that has been accepted, replaced or triggered, and said so.
     *
     * @param order is changed on the way
     * @param record the one it has already, without a place; or {@link OrderIndex#NONE}
     */
    void run(OrderView order, int record, int position) {
        final OrderBook book = open.book(order.instrumentId);
        assert book != null;
        incoming = order;
        incomingPosition = position;
        incomingBuys = OrderTerms.isBuy(order.terms);
        final SelfTradePrevention prevention = prevention(order.terms);
        final long ownAccount = rules.preventSelfTrades() ? order.accountId : 0;
        final long limit = limitTicks(book);
        if (OrderTerms.timeInForceCode(order.terms) == FOK) {
            final Fill fill = book.canFill(
                    incomingBuys, limit, order.leavesQuantityLots, ownAccount, risk.openLots(position, !incomingBuys));
            if (fill == Fill.TOO_LITTLE) {
                cancelIncoming(record, RejectReason.FOK_NOT_FILLABLE);
                return;
            }
            if (fill == Fill.ENOUGH_WITH_OWN && prevention != SelfTradePrevention.CANCEL_OLDEST) {
                cancelIncoming(record, RejectReason.SELF_TRADE_PREVENTED);
                return;
            }
        }
        final long left = book.match(incomingBuys, limit, order.leavesQuantityLots, ownAccount, prevention);
        if (book.selfTradePrevented()) {
            cancelIncoming(record, RejectReason.SELF_TRADE_PREVENTED);
        } else if (left == 0) {
            forget(record);
            order.orderStatusCode = OrderStatus.FILLED.code();
            recent.remember(order);
        } else if (!mayRest(order.terms)) {
            cancelIncoming(record, RejectReason.NO_LIQUIDITY);
        } else if (record != NO_RECORD && !book.fits(incomingBuys, order.priceTicks, left)) {
            cancelIncoming(record, RejectReason.NOTIONAL_OVERFLOW);
        } else {
            rest(book, record);
        }
    }

    private void rest(OrderBook book, int record) {
        final int order = record == NO_RECORD ? open.admit(incoming, book, incomingPosition) : record;
        if (record != NO_RECORD) {
            open.slab.setPrice(record, incoming.priceTicks);
            open.slab.setQuantity(record, incoming.quantityLots);
        }
        book.place(order, incoming.leavesQuantityLots);
        risk.opened(incomingPosition, incomingBuys, incoming.leavesQuantityLots);
    }

    private void cancelIncoming(int record, RejectReason reason) {
        forget(record);
        incoming.orderStatusCode = OrderStatus.CANCELED.code();
        incoming.rejectReasonCode = reason.code();
        incoming.leavesQuantityLots = 0;
        events.order(EventType.CANCELED, incoming);
        recent.remember(incoming);
    }

    private void forget(int record) {
        if (record != NO_RECORD) {
            open.forget(record);
        }
    }

    private long limitTicks(OrderBook book) {
        if (incoming.priceTicks != 0) {
            return incoming.priceTicks;
        }
        return rules.checkRisk()
                ? risk.bandEdgeTicks(incoming.instrumentId, incomingBuys, rules.referenceTicks(book))
                : incomingBuys ? Long.MAX_VALUE : 1;
    }

    static boolean mayRest(int terms) {
        final byte type = OrderTerms.orderTypeCode(terms);
        final byte timeInForce = OrderTerms.timeInForceCode(terms);
        return type != MARKET && type != STOP && timeInForce != IOC && timeInForce != FOK;
    }

    private static SelfTradePrevention prevention(int terms) {
        final byte code = OrderTerms.selfTradePreventionCode(terms);
        return code == 0 ? SelfTradePrevention.CANCEL_NEWEST : SelfTradePrevention.of(code);
    }

    @Override
    public void onTrade(int maker, long makerOrderId, long price, long lots, long makerLeaves) {
        final int makerTerms = open.slab.terms(maker);
        final long makerAccountId = open.slab.accountId(maker);
        final long makerQuantity = open.slab.quantityLots(maker);
        final int makerPosition = open.slab.position(maker);
        incoming.leavesQuantityLots -= lots;
        incoming.cumulativeQuantityLots += lots;
        events.nextTrade();
        events.trade(
                Liquidity.MAKER,
                makerOrderId,
                makerAccountId,
                incoming.instrumentId,
                makerTerms,
                price,
                makerQuantity,
                makerLeaves,
                price,
                lots,
                incoming.orderId,
                incoming.accountId);
        events.trade(
                Liquidity.TAKER,
                incoming.orderId,
                incoming.accountId,
                incoming.instrumentId,
                incoming.terms,
                incoming.priceTicks,
                incoming.quantityLots,
                incoming.leavesQuantityLots,
                price,
                lots,
                makerOrderId,
                makerAccountId);
        risk.traded(makerPosition, incomingPosition, incomingBuys, lots);
        highestTradeTicks = Math.max(highestTradeTicks, price);
        lowestTradeTicks = lowestTradeTicks == 0 ? price : Math.min(lowestTradeTicks, price);
        if (makerLeaves > 0) {
            risk.leavesChanged(makerPosition, !incomingBuys, -lots);
            return;
        }
        risk.closed(makerPosition, !incomingBuys, lots);
        open.forgetExtras(maker);
        other.orderId = makerOrderId;
        other.accountId = makerAccountId;
        other.instrumentId = incoming.instrumentId;
        other.terms = makerTerms;
        other.orderStatusCode = OrderStatus.FILLED.code();
        other.rejectReasonCode = RejectReason.NONE.code();
        other.priceTicks = price;
        other.quantityLots = makerQuantity;
        other.cumulativeQuantityLots = makerQuantity;
        recent.remember(other);
    }

    @Override
    public void onSelfTradeCanceled(int resting) {
        open.show(resting, other);
        risk.closed(open.slab.position(resting), !incomingBuys, other.leavesQuantityLots);
        open.forgetExtras(resting);
        cancelOther();
    }

    @Override
    public void onSelfTradeDecremented(int resting, long lots, long restingLeaves, long incomingLeaves) {
        open.show(resting, other);
        final int position = open.slab.position(resting);
        if (restingLeaves == 0) {
            risk.closed(position, !incomingBuys, lots);
            open.forgetExtras(resting);
            cancelOther();
        } else {
            risk.leavesChanged(position, !incomingBuys, -lots);
            shrink(other, lots);
        }
        // An incoming order that ends here is cancelled as it was.
        if (incomingLeaves > 0) {
            shrink(incoming, lots);
        }
    }

    private void cancelOther() {
        other.orderStatusCode = OrderStatus.CANCELED.code();
        other.rejectReasonCode = RejectReason.SELF_TRADE_PREVENTED.code();
        other.leavesQuantityLots = 0;
        events.order(EventType.CANCELED, other);
        recent.remember(other);
    }

    private void shrink(OrderView order, long lots) {
        order.quantityLots -= lots;
        order.leavesQuantityLots -= lots;
        order.orderStatusCode = OpenOrders.status(order.cumulativeQuantityLots).code();
        order.rejectReasonCode = RejectReason.SELF_TRADE_PREVENTED.code();
        events.order(EventType.REPLACED, order);
        order.rejectReasonCode = RejectReason.NONE.code();
    }

    @Override
    public void onLevel(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {
        events.level(instrumentId, bid, priceTicks, quantityLots, orderCount);
    }

    /** A stop whose price the last trade has reached already triggers with the next look at the stops. */
    void reachLastTrade(OrderBook book) {
        highestTradeTicks = book.lastTradePriceTicks();
        lowestTradeTicks = highestTradeTicks;
        collectReached(book.instrumentId());
    }

    /** The end of a command: stops that its trades have reached, and those that their trades reach, become orders one after the other. */
    void triggerStops() {
        if (highestTradeTicks == 0 && triggered.isEmpty()) {
            return;
        }
        collectReached(incoming.instrumentId);
        while (!triggered.isEmpty()) {
            final int order = triggered.pollInt();
            trigger(order);
            collectReached(incoming.instrumentId);
        }
    }

    private void collectReached(int instrumentId) {
        final long highest = highestTradeTicks;
        final long lowest = lowestTradeTicks;
        highestTradeTicks = 0;
        lowestTradeTicks = 0;
        final StopBook stops = open.stops(instrumentId);
        if (highest == 0 || stops == null) {
            return;
        }
        for (int stop = stops.firstReachedBuy(highest); stop != NO_RECORD; stop = stops.firstReachedBuy(highest)) {
            stops.remove(stop);
            triggered.addInt(stop);
        }
        for (int stop = stops.firstReachedSell(lowest); stop != NO_RECORD; stop = stops.firstReachedSell(lowest)) {
            stops.remove(stop);
            triggered.addInt(stop);
        }
    }

    private void trigger(int order) {
        open.extras.setWaiting(open.slab.extras(order), false);
        open.show(order, incoming);
        final int position = open.slab.position(order);
        risk.closed(position, open.slab.isBuy(order), incoming.leavesQuantityLots);
        if (risk.isKilled(position)) {
            cancelIncoming(order, RejectReason.KILL_SWITCH);
            return;
        }
        events.order(EventType.TRIGGERED, incoming);
        run(incoming, order, position);
    }
}
