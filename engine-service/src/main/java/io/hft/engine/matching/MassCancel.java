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
 * Cancels all open orders that fit. An account's orders are not chained, so that an order which comes or goes touches nobody else's record: they are
 * looked for on the sides of the books where the account has something open, for as long as something is left to be found there.
 */
final class MassCancel {
    private final OpenOrders open;
    private final Risk risk;
    private final OrderCommands orders;

    // Of the present run.
    private long accountId;
    private int instrumentId;
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
    long run(long ofAccountId, int ofInstrumentId, byte ofSideCode, RejectReason why) {
        accountId = ofAccountId;
        sideCode = ofSideCode;
        reason = why;
        left = accountId == 0 ? open.slab.size() : risk.openOrders(accountId);
        canceled = 0;
        final int first = ofInstrumentId == 0 ? 1 : ofInstrumentId;
        final int last = ofInstrumentId == 0 ? open.instrumentIdLimit() - 1 : ofInstrumentId;
        for (instrumentId = first; instrumentId <= last && left > 0; instrumentId++) {
            final OrderBook book = open.book(instrumentId);
            final StopBook stops = open.stops(instrumentId);
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
        boolean more = isLeft(buy);
        while (level != OrderSlab.NONE && more) {
            // The level goes with its last order.
            final int nextLevel = book.levelAfter(buy, level);
            int order = book.firstOrder(level);
            while (order != OrderSlab.NONE && more) {
                final int next = book.orderAfter(order);
                if (accountId == 0 || open.slab.accountId(order) == accountId) {
                    left--;
                    canceled++;
                    orders.finish(order, EventType.CANCELED, OrderStatus.CANCELED, reason);
                    more = isLeft(buy);
                }
                order = next;
            }
            level = nextLevel;
        }
    }

    // Whether there is anything left to be found on that side of the instrument.
    private boolean isLeft(boolean buy) {
        return left > 0 && (accountId == 0 || risk.openLots(accountId, instrumentId, buy) != 0);
    }
}
