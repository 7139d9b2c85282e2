package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrdersByPrice;
import io.hft.engine.book.StopBook;
import io.hft.engine.command.Side;
import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.risk.Risk;

/**
 * Cancels all open orders that fit. An account's orders are not chained: they are looked for in the books, for as long as some are
 * left to be found; whoever has none costs nothing.
 */
final class MassCancel {
    private final OpenOrders open;
    private final Risk risk;
    private final OrderCommands orders;

    // Of the present run.
    private long accountId;
    private byte sideCode;
    private RejectReason reason = RejectReason.NONE;
    private long left;
    private long canceled;

    MassCancel(OpenOrders open, Risk risk, OrderCommands orders) {
        this.open = open;
        this.risk = risk;
        this.orders = orders;
    }

    /** See {@link OrderCommands#cancelAll}. */
    long run(long ofAccountId, int instrumentId, byte ofSideCode, RejectReason why) {
        accountId = ofAccountId;
        sideCode = ofSideCode;
        reason = why;
        left = accountId == 0 ? open.slab.size() : risk.openOrders(accountId);
        canceled = 0;
        final int first = instrumentId == 0 ? 1 : instrumentId;
        final int last = instrumentId == 0 ? open.instrumentIdLimit() - 1 : instrumentId;
        for (int instrument = first; instrument <= last && left > 0; instrument++) {
            final OrderBook book = open.book(instrument);
            final StopBook stops = open.stops(instrument);
            if (book != null && stops != null) {
                cancelBothSides(book);
                cancelBothSides(stops);
            }
        }
        return canceled;
    }

    private void cancelBothSides(OrdersByPrice book) {
        cancelSide(book, Side.BUY);
        cancelSide(book, Side.SELL);
    }

    private void cancelSide(OrdersByPrice book, Side side) {
        if (sideCode != 0 && sideCode != side.code()) {
            return;
        }
        final boolean buy = side == Side.BUY;
        int level = book.bestLevel(buy);
        while (level != OrderSlab.NONE && left > 0) {
            // The level goes with its last order.
            final int nextLevel = book.levelAfter(buy, level);
            int order = book.firstOrder(level);
            while (order != OrderSlab.NONE && left > 0) {
                final int next = book.orderAfter(order);
                if (accountId == 0 || open.slab.accountId(order) == accountId) {
                    left--;
                    canceled++;
                    orders.finish(order, EventType.CANCELED, OrderStatus.CANCELED, reason);
                }
                order = next;
            }
            level = nextLevel;
        }
    }
}
