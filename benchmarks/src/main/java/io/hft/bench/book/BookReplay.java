package io.hft.bench.book;

import io.hft.bench.flow.OrderFlow;
import io.hft.engine.book.BookListener;
import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderExtras;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;

/** Drives a fresh book with the messages of a flow, straight, and puts what happens into the ring. */
public final class BookReplay implements Runnable, BookListener {
    private static final int BUY = OrderTerms.of(Side.BUY, OrderType.LIMIT, TimeInForce.GTC);
    private static final int SELL = OrderTerms.of(Side.SELL, OrderType.LIMIT, TimeInForce.GTC);
    private static final int MAX_OPEN_ORDERS = 1 << 24;

    private final OrderFlow flow;
    private final ReportRing ring;
    private final OrderSlab orders = new OrderSlab(MAX_OPEN_ORDERS);
    private final OrderIndex index = new OrderIndex(orders);
    private final OrderBook book = new OrderBook(1, orders, new OrderExtras(), index, this);

    private long sequence;
    private long takerOrderId;

    public BookReplay(OrderFlow flow, ReportRing ring) {
        this.flow = flow;
        this.ring = ring;
    }

    @Override
    public void run() {
        final int size = flow.size();
        for (int message = 0; message < size; message++) {
            sequence = flow.sequence(message);
            switch (flow.kind(message)) {
                case OrderFlow.NEW -> enter(message);
                case OrderFlow.CANCEL -> cancel(message);
                default -> replace(message);
            }
        }
        ring.flush();
    }

    private void enter(int message) {
        final long orderId = flow.orderId(message);
        final boolean buy = flow.isBuy(message);
        final long price = flow.price(message);
        final long quantity = flow.quantity(message);
        ring.accepted(sequence, buy, orderId, price, quantity);
        takerOrderId = orderId;
        final long open = book.match(buy, price, quantity);
        if (open == 0) {
            return;
        }
        if (flow.isImmediateOrCancel(message)) {
            ring.canceled(sequence, buy, orderId, price);
        } else {
            book.rest(orderId, 0, buy ? BUY : SELL, price, quantity, open);
        }
    }

    private void cancel(int message) {
        final long orderId = flow.orderId(message);
        final int order = index.get(orderId);
        if (order == OrderIndex.NONE) {
            ring.cancelRejected(sequence, orderId);
            return;
        }
        ring.canceled(sequence, orders.isBuy(order), orderId, orders.priceTicks(order));
        book.cancel(order);
    }

    // A replace's trades come before its own report: reports of a message are ordered by type.
    private void replace(int message) {
        final long orderId = flow.orderId(message);
        final int order = index.get(orderId);
        if (order == OrderIndex.NONE) {
            ring.replaceRejected(sequence, orderId);
            return;
        }
        final boolean buy = orders.isBuy(order);
        final long price = flow.price(message);
        final long quantity = flow.quantity(message);
        takerOrderId = orderId;
        book.move(order, price, quantity, quantity);
        ring.replaced(sequence, buy, orderId, price, quantity);
    }

    @Override
    public void onTrade(int maker, long makerOrderId, long price, long quantity, long makerLeaves) {
        ring.trade(sequence, price, quantity, makerOrderId, takerOrderId);
    }
}
