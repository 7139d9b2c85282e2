package io.hft.bench.peers;

import com.paritytrading.parity.match.OrderBook;
import com.paritytrading.parity.match.OrderBookListener;
import com.paritytrading.parity.match.Side;
import io.hft.bench.book.ReportRing;
import io.hft.bench.flow.OrderFlow;

/**
 * Parity's matching library. It enters and cancels; so a replace is a cancel and an order of the same id, and the rest of an immediate
 * order is cancelled as soon as it rests.
 *
 * <p>It keeps filled orders among the ones it may cancel, and a cancel of one can take out a living price level. So this side
 * remembers, in plain arrays by order id, which orders are open, where and which way; that is quicker than any map of it, and only
 * possible because these ids are small.
 */
final class ParityReplay implements Runnable, OrderBookListener {
    private final OrderFlow flow;
    private final ReportRing ring;
    private final OrderBook book = new OrderBook(this);

    /** Price of an open order, negative when it sells; 0 when there is none. Kept by its id. */
    private final int[] open;

    private long sequence;

    ParityReplay(OrderFlow flow, ReportRing ring) {
        this.flow = flow;
        this.ring = ring;
        long maxId = 0;
        for (int message = 0; message < flow.size(); message++) {
            maxId = Math.max(maxId, flow.orderId(message));
            Math.toIntExact(flow.price(message));
        }
        open = new int[Math.toIntExact(maxId + 1)];
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
        final int orderId = (int) flow.orderId(message);
        final boolean buy = flow.isBuy(message);
        final long price = flow.price(message);
        final long quantity = flow.quantity(message);
        ring.accepted(sequence, buy, orderId, price, quantity);
        book.enter(orderId, buy ? Side.BUY : Side.SELL, price, quantity);
        if (flow.isImmediateOrCancel(message) && open[orderId] != 0) {
            book.cancel(orderId, 0);
            open[orderId] = 0;
            ring.canceled(sequence, buy, orderId, price);
        }
    }

    private void cancel(int message) {
        final int orderId = (int) flow.orderId(message);
        final int price = open[orderId];
        if (price == 0) {
            ring.cancelRejected(sequence, orderId);
            return;
        }
        book.cancel(orderId, 0);
        open[orderId] = 0;
        ring.canceled(sequence, price > 0, orderId, Math.abs(price));
    }

    private void replace(int message) {
        final int orderId = (int) flow.orderId(message);
        final int before = open[orderId];
        if (before == 0) {
            ring.replaceRejected(sequence, orderId);
            return;
        }
        final boolean buy = before > 0;
        book.cancel(orderId, 0);
        open[orderId] = 0;
        book.enter(orderId, buy ? Side.BUY : Side.SELL, flow.price(message), flow.quantity(message));
        ring.replaced(sequence, buy, orderId, flow.price(message), flow.quantity(message));
    }

    @Override
    public void match(
            long restingOrderId, long incomingOrderId, Side incomingSide, long price, long executed, long remaining) {
        if (remaining == 0) {
            open[(int) restingOrderId] = 0;
        }
        ring.trade(sequence, price, executed, restingOrderId, incomingOrderId);
    }

    @Override
    public void add(long orderId, Side side, long price, long size) {
        open[(int) orderId] = (int) (side == Side.BUY ? price : -price);
    }

    @Override
    public void cancel(long orderId, long canceledQuantity, long remainingQuantity) {
        // Whoever cancels reports it.
    }
}
