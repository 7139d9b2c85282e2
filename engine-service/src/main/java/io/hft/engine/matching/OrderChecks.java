package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import org.agrona.DirectBuffer;

/** What an order must satisfy before anything changes; an order that passes can be carried out to its end. */
final class OrderChecks {
    private static final byte MARKET = OrderType.MARKET.code();
    private static final byte LIMIT = OrderType.LIMIT.code();
    private static final byte GTC = TimeInForce.GTC.code();
    private static final byte IOC = TimeInForce.IOC.code();

    private final Instruments instruments;
    private final OrderSlab orders;

    OrderChecks(Instruments instruments, OrderSlab orders) {
        this.instruments = instruments;
        this.orders = orders;
    }

    /** Of a new order for that book; its instrument exists. */
    RejectReason order(DirectBuffer command, int offset, OrderBook book) {
        final byte side = NewOrderCommand.sideCode(command, offset);
        final byte type = NewOrderCommand.orderTypeCode(command, offset);
        final byte timeInForce = NewOrderCommand.timeInForceCode(command, offset);
        final long price = NewOrderCommand.priceTicks(command, offset);
        final long quantity = NewOrderCommand.quantityLots(command, offset);
        if (NewOrderCommand.accountId(command, offset) <= 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        if (!Side.isKnown(side)) {
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
        final RejectReason reason = checkQuantity(book.instrumentId(), price, quantity);
        if (reason != RejectReason.NONE || timeInForce != GTC) {
            return reason;
        }
        return checkRoom(book, side == Side.BUY.code(), price, quantity);
    }

    private RejectReason checkQuantity(int instrumentId, long price, long quantity) {
        if (quantity <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        final Instrument instrument = instruments.find(instrumentId);
        if (instrument == null || quantity > instrument.maxQuantityLots()) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        if (Math.multiplyHigh(price, quantity) != 0 || price * quantity < 0) {
            return RejectReason.NOTIONAL_OVERFLOW;
        }
        return RejectReason.NONE;
    }

    // An order that crosses needs no room: either nothing of it is left, or it has emptied at least one maker's record;
    // and its own side has no level at a price that crosses.
    private RejectReason checkRoom(OrderBook book, boolean buy, long price, long quantity) {
        if (book.crosses(buy, price)) {
            return RejectReason.NONE;
        }
        if (orders.isFull()) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        return book.fits(buy, price, quantity) ? RejectReason.NONE : RejectReason.NOTIONAL_OVERFLOW;
    }

    /** Of a new price and total quantity for an open order of that book. */
    RejectReason replace(int order, long price, long quantity, OrderBook book) {
        if (price < 0) {
            return RejectReason.INVALID_PRICE;
        }
        final RejectReason reason = checkQuantity(book.instrumentId(), price, quantity);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        final long oldLeaves = orders.leavesLots(order);
        final long leaves = quantity - (orders.quantityLots(order) - oldLeaves);
        if (leaves <= 0) {
            return RejectReason.QUANTITY_NOT_ABOVE_CUMULATIVE;
        }
        final boolean buy = OrderTerms.isBuy(orders.terms(order));
        final boolean samePrice = price == orders.priceTicks(order);
        // Own quantity at the same price is there already.
        final long added = samePrice ? leaves - oldLeaves : leaves;
        return added <= 0 || book.crosses(buy, price) || book.fits(buy, price, added)
                ? RejectReason.NONE
                : RejectReason.NOTIONAL_OVERFLOW;
    }
}
