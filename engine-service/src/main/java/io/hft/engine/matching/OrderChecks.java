package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import org.agrona.DirectBuffer;

/** What an order's own fields must satisfy before anything changes, in the order of {@code docs/matching-rules.md}. */
final class OrderChecks {
    /** An iceberg shows at least one part in so many of its quantity, so that a single one cannot make a command endless. */
    static final long MAX_DISPLAY_PARTS = 1_000;

    private static final byte MARKET = OrderType.MARKET.code();
    private static final byte LIMIT = OrderType.LIMIT.code();
    private static final byte STOP = OrderType.STOP.code();
    private static final byte STOP_LIMIT = OrderType.STOP_LIMIT.code();
    private static final byte ICEBERG = OrderType.ICEBERG.code();
    private static final byte GTC = TimeInForce.GTC.code();
    private static final byte IOC = TimeInForce.IOC.code();
    private static final byte FOK = TimeInForce.FOK.code();
    private static final byte GTD = TimeInForce.GTD.code();

    private final Instruments instruments;
    private final OpenOrders open;
    private final Rules rules;

    OrderChecks(Instruments instruments, OpenOrders open, Rules rules) {
        this.instruments = instruments;
        this.open = open;
        this.rules = rules;
    }

    /** Of a new order for that book under rules version 1. */
    RejectReason orderOfVersion1(DirectBuffer command, int offset, OrderBook book) {
        final byte type = NewOrderCommand.orderTypeCode(command, offset);
        final byte timeInForce = NewOrderCommand.timeInForceCode(command, offset);
        final long price = NewOrderCommand.priceTicks(command, offset);
        if (NewOrderCommand.accountId(command, offset) <= 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        if (!Side.isKnown(NewOrderCommand.sideCode(command, offset))) {
            return RejectReason.INVALID_SIDE;
        }
        if (type != MARKET && type != LIMIT) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        if (timeInForce != IOC && (timeInForce != GTC || type == MARKET)) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        if (!NewOrderCommand.reservedFieldsAreZero(command, offset)) {
            return RejectReason.UNSUPPORTED_COMMAND;
        }
        if (price < 0 || price == 0 && type != MARKET) {
            return RejectReason.INVALID_PRICE;
        }
        return quantity(book.instrumentId(), price, 0, NewOrderCommand.quantityLots(command, offset), true);
    }

    /** Of a new order for that book. */
    RejectReason order(DirectBuffer command, int offset, OrderBook book, long nowNanos) {
        final byte type = NewOrderCommand.orderTypeCode(command, offset);
        final byte timeInForce = NewOrderCommand.timeInForceCode(command, offset);
        final long price = NewOrderCommand.priceTicks(command, offset);
        final long stopPrice = NewOrderCommand.stopPriceTicks(command, offset);
        final long quantity = NewOrderCommand.quantityLots(command, offset);
        final boolean stop = type == STOP || type == STOP_LIMIT;
        if (NewOrderCommand.accountId(command, offset) <= 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        if (!Side.isKnown(NewOrderCommand.sideCode(command, offset))) {
            return RejectReason.INVALID_SIDE;
        }
        if (!OrderType.isKnown(type)) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        if (!TimeInForce.isKnown(timeInForce) || !fits(timeInForce, type)) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        final byte prevention = NewOrderCommand.selfTradePreventionCode(command, offset);
        if (prevention != 0 && !SelfTradePrevention.isKnown(prevention)) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        }
        final boolean passive = (type == LIMIT || type == ICEBERG) && timeInForce != IOC && timeInForce != FOK;
        if (!NewOrderCommand.flagsAreKnown(command, offset)
                || NewOrderCommand.isPostOnly(command, offset) && !passive) {
            return RejectReason.INVALID_POST_ONLY;
        }
        if (price < 0 || price == 0 && type != MARKET && type != STOP) {
            return RejectReason.INVALID_PRICE;
        }
        if (stop ? stopPrice <= 0 : stopPrice != 0) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        final long display = NewOrderCommand.displayQuantityLots(command, offset);
        if (type == ICEBERG ? display < 1 || display > quantity || hasTooManyParts(quantity, display) : display != 0) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        final long expireAt = NewOrderCommand.expireAtNanos(command, offset);
        if (timeInForce == GTD ? expireAt <= nowNanos : expireAt != 0) {
            return RejectReason.INVALID_EXPIRE_AT;
        }
        return quantity(book.instrumentId(), price, stopPrice, quantity, true);
    }

    private static boolean fits(byte timeInForce, byte type) {
        if (type == LIMIT) {
            return true;
        }
        final boolean immediate = timeInForce == IOC || timeInForce == FOK;
        return (type == MARKET) == immediate;
    }

    private static boolean hasTooManyParts(long quantity, long display) {
        return quantity > 0 && (quantity - 1) / MAX_DISPLAY_PARTS >= display;
    }

    private RejectReason quantity(int instrumentId, long price, long stopPrice, long quantity, boolean checkMaximum) {
        if (quantity <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        final Instrument instrument = instruments.find(instrumentId);
        if (instrument == null || checkMaximum && quantity > instrument.maxQuantityLots()) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        return overflows(price, quantity) || overflows(stopPrice, quantity)
                ? RejectReason.NOTIONAL_OVERFLOW
                : RejectReason.NONE;
    }

    private static boolean overflows(long price, long quantity) {
        return Math.multiplyHigh(price, quantity) != 0 || price * quantity < 0;
    }

    /**
     * Whether there is room for what may rest of a new order.
     *
     * <p>An order that crosses needs none: either nothing of it is left, or it has emptied at least one maker's record; and its own
     * side has no level at a price that crosses.
     */
    RejectReason room(OrderBook book, OrderView order) {
        final boolean buy = OrderTerms.isBuy(order.terms);
        final boolean waits = order.stopPriceTicks != 0;
        if (!waits && (!Execution.mayRest(order.terms) || book.crosses(buy, order.priceTicks))) {
            return RejectReason.NONE;
        }
        if (open.slab.isFull()) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        return waits || book.fits(buy, order.priceTicks, order.quantityLots)
                ? RejectReason.NONE
                : RejectReason.NOTIONAL_OVERFLOW;
    }

    /**
     * Of new values for an open order.
     *
     * @param sentPrice 0: not sent; and so with stop price and display quantity
     */
    RejectReason replace(
            int order, long sentPrice, long sentStopPrice, long sentDisplay, long quantity, long cumulative) {
        final int record = open.slab.extras(order);
        final boolean iceberg = open.slab.isIceberg(order);
        if (sentPrice < 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (sentStopPrice < 0 || sentStopPrice != 0 && !open.isWaiting(order)) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        final long display = sentDisplay == 0 ? open.extras.displayQuantityLots(record) : sentDisplay;
        if (sentDisplay < 0 || sentDisplay != 0 && !iceberg || iceberg && hasTooManyParts(quantity, display)) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        final long stopPrice =
                !open.isWaiting(order) ? 0 : sentStopPrice == 0 ? open.extras.stopPriceTicks(record) : sentStopPrice;
        final long price = sentPrice == 0 ? open.slab.priceTicks(order) : sentPrice;
        // An order that is larger than a maximum set later may become smaller.
        final boolean checkMaximum = !rules.isFull() || quantity > open.slab.quantityLots(order);
        final RejectReason reason = quantity(open.slab.instrumentId(order), price, stopPrice, quantity, checkMaximum);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        return quantity <= cumulative ? RejectReason.QUANTITY_NOT_ABOVE_CUMULATIVE : RejectReason.NONE;
    }

    /** Whether an open order's level has room for its new price and quantity. */
    RejectReason roomToReplace(int order, long price, long leaves, OrderBook book) {
        final boolean buy = open.slab.isBuy(order);
        final boolean samePrice = price == open.slab.priceTicks(order);
        // Own quantity at the same price is there already.
        final long added = samePrice ? leaves - open.slab.leavesLots(order) : leaves;
        return added <= 0 || book.crosses(buy, price) || book.fits(buy, price, added)
                ? RejectReason.NONE
                : RejectReason.NOTIONAL_OVERFLOW;
    }
}
