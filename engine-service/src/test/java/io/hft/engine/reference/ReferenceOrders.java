package io.hft.engine.reference;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** New order, cancel and replace: their checks in the order of the rules, and what they say. */
final class ReferenceOrders {
    private final ReferenceShard shard;
    private final ReferenceMatching matching;

    ReferenceOrders(ReferenceShard shard) {
        this.shard = shard;
        this.matching = new ReferenceMatching(shard);
    }

    /**
     * @param unknownTerms whether the command says something that the rules version does not know
     */
    void enter(ReferenceOrder order, boolean unknownTerms) {
        if (order.id <= 0) {
            order.status = OrderStatus.REJECTED;
            shard.events.order(EventType.REJECTED, order, 0, RejectReason.INVALID_ORDER_ID, false);
            return;
        }
        if (shard.known(order.id) != null) {
            shard.tellDuplicate(order.id, order.account);
            return;
        }
        final ReferenceMarket market = shard.markets.get(order.instrument);
        final RejectReason reason;
        if (market == null) {
            reason = RejectReason.UNKNOWN_INSTRUMENT;
        } else if (shard.rulesVersion == 1) {
            reason = checkVersion1(order, market, unknownTerms);
        } else {
            reason = check(order, market, unknownTerms);
        }
        if (reason != RejectReason.NONE) {
            shard.conclude(order, EventType.REJECTED, OrderStatus.REJECTED, reason);
            return;
        }
        if (order.is(TimeInForce.DAY)) {
            order.deadline = shard.dayEndAfter(shard.now);
        }
        order.entry = shard.nextEntry();
        order.waiting = order.isStop();
        order.open();
        shard.events.order(EventType.NEW, order, RejectReason.NONE, false);
        shard.admit(order);
        matching.enter(order);
    }

    void cancel(long orderId, long account, int instrument) {
        final ReferenceOrder order = openOrder(orderId, account, instrument);
        if (order == null) {
            refuseNotOpen(EventType.CANCEL_REJECTED, orderId, account, instrument);
        } else {
            shard.end(order, EventType.CANCELED, OrderStatus.CANCELED, RejectReason.NONE);
        }
    }

    void replace(long orderId, long account, int instrument, long newPrice, long total, long newStop, long newDisplay) {
        final ReferenceOrder order = openOrder(orderId, account, instrument);
        if (order == null) {
            refuseNotOpen(EventType.REPLACE_REJECTED, orderId, account, instrument);
            return;
        }
        final ReferenceMarket market = shard.market(order);
        final long price = newPrice == 0 ? order.price : newPrice;
        final long stopPrice = newStop == 0 ? order.stopPrice : newStop;
        final long display =
                newDisplay == 0 || newDisplay == order.display ? order.display : Math.min(newDisplay, total);
        final RejectReason reason = checkReplace(order, market, price, total, stopPrice, newStop, newDisplay);
        if (reason != RejectReason.NONE) {
            shard.events.order(EventType.REPLACE_REJECTED, order, reason, false);
            return;
        }
        final boolean keepsPlace = price == order.price && total <= order.total && display == order.display;
        final boolean newStopPrice = stopPrice != order.stopPrice;
        if (!order.waiting && !keepsPlace) {
            market.remove(order);
        }
        order.price = price;
        order.total = total;
        order.stopPrice = stopPrice;
        order.display = display;
        order.open();
        shard.events.order(EventType.REPLACED, order, RejectReason.NONE, false);
        if (order.waiting) {
            if (newStopPrice) {
                order.stopEntry = shard.nextEntry();
            }
            matching.stopChanged(market);
        } else if (keepsPlace) {
            // The hidden part shrinks first.
            order.shown = Math.min(order.shown, order.leaves());
        } else {
            matching.reenter(order);
        }
    }

    private RejectReason check(ReferenceOrder order, ReferenceMarket market, boolean unknownTerms) {
        final boolean iceberg = order.is(OrderType.ICEBERG);
        if (order.account <= 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        if (order.side != Side.BUY.code() && order.side != Side.SELL.code()) {
            return RejectReason.INVALID_SIDE;
        }
        if (!OrderType.isKnown(order.type)) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        if (!timeInForceFits(order)) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        if (order.selfTradePrevention > 4) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        }
        if (unknownTerms || order.postOnly && !(iceberg || order.is(OrderType.LIMIT) && order.isGood())) {
            return RejectReason.INVALID_POST_ONLY;
        }
        if (order.price < 0 || order.price == 0 && !ReferenceRisk.priceIsOptional(order)) {
            return RejectReason.INVALID_PRICE;
        }
        if (order.isStop() ? order.stopPrice <= 0 : order.stopPrice != 0) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        if (iceberg
                ? order.display < 1 || order.display > order.total || showsTooLittle(order.display, order.total)
                : order.display != 0) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        if (order.is(TimeInForce.GTD) ? order.deadline <= shard.now : order.deadline != 0) {
            return RejectReason.INVALID_EXPIRE_AT;
        }
        RejectReason reason = checkNumbers(market, order.price, order.stopPrice, order.total, true);
        if (reason == RejectReason.NONE) {
            reason = shard.risk.checkNew(order, market, shard.open(), shard.now);
        }
        if (reason != RejectReason.NONE) {
            return reason;
        }
        final boolean crosses = !order.isStop() && market.crosses(order.isBuy(), order.price);
        if (order.postOnly && crosses) {
            return RejectReason.POST_ONLY_WOULD_TAKE;
        }
        if (order.isStop() || order.restsInBook() && !crosses) {
            return checkRoom(order, market);
        }
        return RejectReason.NONE;
    }

    private RejectReason checkRoom(ReferenceOrder order, ReferenceMarket market) {
        if (shard.live.size() >= shard.maxOpenOrders) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        return order.isStop() || market.fits(order.isBuy(), order.price, order.total)
                ? RejectReason.NONE
                : RejectReason.NOTIONAL_OVERFLOW;
    }

    // Only limit and market orders, good till cancelled or immediate, as the first engine had them.
    private RejectReason checkVersion1(ReferenceOrder order, ReferenceMarket market, boolean unknownTerms) {
        if (order.account <= 0) {
            return RejectReason.INVALID_ACCOUNT;
        }
        if (order.side != Side.BUY.code() && order.side != Side.SELL.code()) {
            return RejectReason.INVALID_SIDE;
        }
        if (!order.is(OrderType.LIMIT) && !order.is(OrderType.MARKET)) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        final boolean immediate = order.is(TimeInForce.IOC);
        if (!immediate && (!order.is(TimeInForce.GTC) || order.is(OrderType.MARKET))) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        if (unknownTerms) {
            return RejectReason.UNSUPPORTED_COMMAND;
        }
        if (order.price < 0 || order.price == 0 && order.is(OrderType.LIMIT)) {
            return RejectReason.INVALID_PRICE;
        }
        final RejectReason reason = checkNumbers(market, order.price, 0, order.total, true);
        return reason != RejectReason.NONE || immediate || market.crosses(order.isBuy(), order.price)
                ? reason
                : checkRoom(order, market);
    }

    private static boolean showsTooLittle(long display, long total) {
        return BigInteger.valueOf(display).multiply(BigInteger.valueOf(1_000)).compareTo(BigInteger.valueOf(total)) < 0;
    }

    private RejectReason checkReplace(
            ReferenceOrder order,
            ReferenceMarket market,
            long price,
            long total,
            long stopPrice,
            long newStop,
            long newDisplay) {
        if (price < 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (newStop < 0 || newStop != 0 && !order.waiting) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        if (newDisplay < 0 || newDisplay != 0 && !order.is(OrderType.ICEBERG)) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        if (order.is(OrderType.ICEBERG) && showsTooLittle(newDisplay == 0 ? order.display : newDisplay, total)) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        RejectReason reason = checkNumbers(
                market, price, order.waiting ? stopPrice : 0, total, total > order.total || shard.rulesVersion == 1);
        if (reason == RejectReason.NONE && total <= order.cumulative) {
            reason = RejectReason.QUANTITY_NOT_ABOVE_CUMULATIVE;
        }
        final boolean changesDisplay =
                newDisplay != 0 && newDisplay != order.display && Math.min(newDisplay, total) != order.display;
        if (reason == RejectReason.NONE && shard.rulesVersion > 1) {
            reason = shard.risk.checkReplace(
                    order, market, shard.open(), price, total, stopPrice, changesDisplay, shard.now);
        }
        if (reason != RejectReason.NONE || order.waiting) {
            return reason;
        }
        final boolean moves = price != order.price || total > order.total;
        if (moves && market.crosses(order.isBuy(), price)) {
            return order.postOnly ? RejectReason.POST_ONLY_WOULD_TAKE : RejectReason.NONE;
        }
        final long added = price == order.price ? total - order.total : total - order.cumulative;
        return added <= 0 || market.fits(order.isBuy(), price, added)
                ? RejectReason.NONE
                : RejectReason.NOTIONAL_OVERFLOW;
    }

    private static RejectReason checkNumbers(
            ReferenceMarket market, long price, long stopPrice, long total, boolean checkMaximum) {
        if (total <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        if (checkMaximum && total > market.definition.maxQuantityLots()) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        return overflows(price, total) || overflows(stopPrice, total)
                ? RejectReason.NOTIONAL_OVERFLOW
                : RejectReason.NONE;
    }

    private static boolean overflows(long price, long quantity) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).bitLength() > 63;
    }

    private static boolean timeInForceFits(ReferenceOrder order) {
        final boolean atOnce = order.is(TimeInForce.IOC) || order.is(TimeInForce.FOK);
        if (order.is(OrderType.MARKET)) {
            return atOnce;
        }
        return order.isGood() || order.is(OrderType.LIMIT) && atOnce;
    }

    private @Nullable ReferenceOrder openOrder(long orderId, long account, int instrument) {
        final ReferenceOrder order = shard.live.get(orderId);
        return order != null && order.account == account && order.instrument == instrument ? order : null;
    }

    // What has become of a finished order is told to its own account only.
    private void refuseNotOpen(EventType type, long orderId, long account, int instrument) {
        final ReferenceOrder order = shard.finished(orderId);
        if (order != null && order.account == account && order.instrument == instrument) {
            shard.tell(type, order, RejectReason.ORDER_NOT_OPEN, false);
        } else {
            shard.events.plain(type, RejectReason.ORDER_NOT_OPEN, orderId, account, instrument, (byte) 0, 0);
        }
    }
}
