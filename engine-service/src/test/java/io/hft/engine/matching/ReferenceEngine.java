package io.hft.engine.matching;

import io.hft.engine.book.OrderTerms;
import io.hft.engine.book.ReferenceBook;
import io.hft.engine.book.ReferenceBook.Resting;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.EventType;
import io.hft.engine.event.Liquidity;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of the engine over the naive book, written for reading: one instrument, well-formed commands without source. */
final class ReferenceEngine {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    final ReferenceBook book = new ReferenceBook();
    private final int maxOpenOrders;
    private final int recentOrderIds;
    private final Map<Long, Report> finished = new LinkedHashMap<>();
    private final List<Report> reports = new ArrayList<>();
    private long tradeId;

    ReferenceEngine(int maxOpenOrders, int recentOrderIds) {
        this.maxOpenOrders = maxOpenOrders;
        this.recentOrderIds = recentOrderIds;
    }

    List<Report> order(
            long orderId, long accountId, Side side, OrderType type, TimeInForce tif, long price, long quantity) {
        reports.clear();
        final int terms = OrderTerms.of(side, type, tif);
        final boolean buy = side == Side.BUY;
        if (book.find(orderId) != null || finished.containsKey(orderId)) {
            reports.add(status(orderId));
            return reports;
        }
        final RejectReason reason = check(buy, type, tif, price, quantity);
        if (reason != RejectReason.NONE) {
            add(EventType.REJECTED, orderId, accountId, terms, OrderStatus.REJECTED, price, quantity, 0, 0, reason);
            finish(orderId);
            return reports;
        }
        add(EventType.NEW, orderId, accountId, terms, OrderStatus.NEW, price, quantity, 0, quantity, RejectReason.NONE);
        final long limit = price != 0 ? price : buy ? Long.MAX_VALUE : 1;
        final long open = trade(orderId, accountId, terms, price, quantity, quantity, limit);
        if (open == 0) {
            finish(orderId);
        } else if (tif == TimeInForce.GTC) {
            book.rest(orderId, accountId, terms, price, quantity, open);
        } else {
            add(
                    EventType.CANCELED,
                    orderId,
                    accountId,
                    terms,
                    OrderStatus.CANCELED,
                    price,
                    quantity,
                    quantity - open,
                    0,
                    RejectReason.NO_LIQUIDITY);
            finish(orderId);
        }
        return reports;
    }

    List<Report> cancel(long orderId, long accountId) {
        reports.clear();
        final Resting order = book.find(orderId);
        if (order == null || order.accountId != accountId) {
            notOpen(EventType.CANCEL_REJECTED, orderId, accountId);
            return reports;
        }
        book.remove(order);
        add(
                EventType.CANCELED,
                orderId,
                accountId,
                order.terms,
                OrderStatus.CANCELED,
                order.price,
                order.quantity,
                order.quantity - order.leaves,
                0,
                RejectReason.NONE);
        finish(orderId);
        return reports;
    }

    List<Report> replace(long orderId, long accountId, long newPrice, long total) {
        reports.clear();
        final Resting order = book.find(orderId);
        if (order == null || order.accountId != accountId) {
            notOpen(EventType.REPLACE_REJECTED, orderId, accountId);
            return reports;
        }
        final long price = newPrice == 0 ? order.price : newPrice;
        final long cumulative = order.quantity - order.leaves;
        final RejectReason reason = checkNumbers(price, total);
        if (reason != RejectReason.NONE || total <= cumulative) {
            final RejectReason why = reason != RejectReason.NONE ? reason : RejectReason.QUANTITY_NOT_ABOVE_CUMULATIVE;
            addState(EventType.REPLACE_REJECTED, order, why, false);
            return reports;
        }
        final boolean keepsPlace = price == order.price && total <= order.quantity;
        add(
                EventType.REPLACED,
                orderId,
                accountId,
                order.terms,
                cumulative == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED,
                price,
                total,
                cumulative,
                total - cumulative,
                RejectReason.NONE);
        if (keepsPlace) {
            order.quantity = total;
            order.leaves = total - cumulative;
            return reports;
        }
        book.remove(order);
        final long open = trade(orderId, accountId, order.terms, price, total, total - cumulative, price);
        if (open == 0) {
            finish(orderId);
        } else {
            book.rest(orderId, accountId, order.terms, price, total, open);
        }
        return reports;
    }

    private RejectReason check(boolean buy, OrderType type, TimeInForce tif, long price, long quantity) {
        if (type == OrderType.MARKET && tif != TimeInForce.IOC) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        if (price < 0 || price == 0 && type == OrderType.LIMIT) {
            return RejectReason.INVALID_PRICE;
        }
        final RejectReason reason = checkNumbers(price, quantity);
        if (reason == RejectReason.NONE
                && tif == TimeInForce.GTC
                && !book.crosses(buy, price)
                && book.size() == maxOpenOrders) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        return reason;
    }

    private static RejectReason checkNumbers(long price, long quantity) {
        if (price < 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (quantity <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        if (quantity > EngineUnderTest.MAX_QUANTITY) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).compareTo(LONG_MAX) > 0
                ? RejectReason.NOTIONAL_OVERFLOW
                : RejectReason.NONE;
    }

    private long trade(long id, long account, int terms, long price, long total, long open, long limit) {
        long left = open;
        for (final ReferenceBook.Fill fill : book.match(OrderTerms.isBuy(terms), limit, open)) {
            final Resting maker = fill.maker();
            left -= fill.quantity();
            tradeId++;
            addTrade(
                    maker.orderId,
                    maker.accountId,
                    maker.terms,
                    maker.price,
                    maker.quantity,
                    fill.makerLeaves(),
                    fill,
                    id,
                    account,
                    Liquidity.MAKER);
            if (fill.makerLeaves() == 0) {
                finish(maker.orderId);
            }
            addTrade(id, account, terms, price, total, left, fill, maker.orderId, maker.accountId, Liquidity.TAKER);
        }
        return left;
    }

    private void addTrade(
            long id,
            long account,
            int terms,
            long price,
            long total,
            long leaves,
            ReferenceBook.Fill fill,
            long contraId,
            long contraAccount,
            Liquidity liquidity) {
        reports.add(new Report(
                EventType.TRADE,
                id,
                account,
                EngineUnderTest.BTC,
                OrderTerms.sideCode(terms),
                OrderTerms.orderTypeCode(terms),
                OrderTerms.timeInForceCode(terms),
                (leaves == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED).code(),
                price,
                total,
                fill.price(),
                fill.quantity(),
                total - leaves,
                leaves,
                tradeId,
                contraId,
                contraAccount,
                RejectReason.NONE,
                liquidity.code(),
                false));
    }

    private void notOpen(EventType type, long orderId, long accountId) {
        final Report last = finished.get(orderId);
        if (last != null && last.accountId() == accountId) {
            reports.add(copy(type, last, RejectReason.ORDER_NOT_OPEN, false));
        } else {
            reports.add(new Report(
                    type,
                    orderId,
                    accountId,
                    EngineUnderTest.BTC,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0,
                    (byte) 0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    RejectReason.ORDER_NOT_OPEN,
                    (byte) 0,
                    false));
        }
    }

    private Report status(long orderId) {
        final Resting order = book.find(orderId);
        if (order == null) {
            final Report last = finished.get(orderId);
            return copy(EventType.ORDER_STATUS, last, last.reason(), true);
        }
        addState(EventType.ORDER_STATUS, order, RejectReason.NONE, true);
        return reports.removeLast();
    }

    private void addState(EventType type, Resting order, RejectReason reason, boolean duplicate) {
        final long cumulative = order.quantity - order.leaves;
        add(
                type,
                order.orderId,
                order.accountId,
                order.terms,
                cumulative == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED,
                order.price,
                order.quantity,
                cumulative,
                order.leaves,
                reason);
        reports.add(copy(type, reports.removeLast(), reason, duplicate));
    }

    private void add(
            EventType type,
            long id,
            long account,
            int terms,
            OrderStatus status,
            long price,
            long quantity,
            long cumulative,
            long leaves,
            RejectReason reason) {
        reports.add(new Report(
                type,
                id,
                account,
                EngineUnderTest.BTC,
                OrderTerms.sideCode(terms),
                OrderTerms.orderTypeCode(terms),
                OrderTerms.timeInForceCode(terms),
                status.code(),
                price,
                quantity,
                0,
                0,
                cumulative,
                leaves,
                0,
                0,
                0,
                reason,
                (byte) 0,
                false));
    }

    private static Report copy(EventType type, Report report, RejectReason reason, boolean duplicate) {
        return new Report(
                type,
                report.orderId(),
                report.accountId(),
                report.instrumentId(),
                report.side(),
                report.orderType(),
                report.timeInForce(),
                report.status(),
                report.price(),
                report.quantity(),
                0,
                0,
                report.cumulative(),
                report.leaves(),
                0,
                0,
                0,
                reason,
                (byte) 0,
                duplicate);
    }

    // The order's last report is the state in which it ended.
    private void finish(long orderId) {
        for (int i = reports.size() - 1; i >= 0; i--) {
            if (reports.get(i).orderId() == orderId) {
                finished.put(orderId, reports.get(i));
                break;
            }
        }
        if (finished.size() > recentOrderIds) {
            finished.remove(finished.keySet().iterator().next());
        }
    }
}
