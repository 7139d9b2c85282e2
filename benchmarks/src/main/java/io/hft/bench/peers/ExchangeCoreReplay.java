package io.hft.bench.peers;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.IOrder;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import io.hft.bench.book.ReportRing;
import io.hft.bench.flow.OrderFlow;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * exchange-core's fast book, {@code OrderBookDirectImpl}, called directly, with its object pools and with trade events from a chain that
 * is used again, as its own pipeline gives it.
 *
 * <p>Its move changes the price alone. A replace that changes the quantity is therefore a cancel and a new order of the same id, as a user
 * of it would have to do; one that keeps it is a move. The side of an order to be cancelled is what its book tells in the command.
 */
final class ExchangeCoreReplay implements Runnable {
    private static final int ACCOUNT = 1;
    private static final int POOLED = 1 << 16;

    private final OrderFlow flow;
    private final ReportRing ring;
    private final OrderBookDirectImpl book;
    private final OrderCommand command = new OrderCommand();
    private @Nullable MatcherTradeEvent spare;

    ExchangeCoreReplay(OrderFlow flow, ReportRing ring) {
        this.flow = flow;
        this.ring = ring;
        final CoreSymbolSpecification symbol = CoreSymbolSpecification.builder()
                .symbolId(1)
                .type(SymbolType.FUTURES_CONTRACT)
                .baseCurrency(1)
                .quoteCurrency(2)
                .baseScaleK(1)
                .quoteScaleK(1)
                .build();
        final ObjectsPool pool = new ObjectsPool(Map.of(
                ObjectsPool.DIRECT_ORDER, POOLED,
                ObjectsPool.DIRECT_BUCKET, POOLED,
                ObjectsPool.ART_NODE_4, POOLED,
                ObjectsPool.ART_NODE_16, POOLED,
                ObjectsPool.ART_NODE_48, POOLED,
                ObjectsPool.ART_NODE_256, POOLED));
        final LoggingConfiguration quiet = LoggingConfiguration.builder()
                .loggingLevels(EnumSet.noneOf(LoggingConfiguration.LoggingLevel.class))
                .build();
        book = new OrderBookDirectImpl(symbol, pool, new OrderBookEventsHelper(this::event), quiet);
        command.symbol = 1;
        command.uid = ACCOUNT;
    }

    @Override
    public void run() {
        final int size = flow.size();
        for (int message = 0; message < size; message++) {
            command.orderId = flow.orderId(message);
            command.matcherEvent = null;
            switch (flow.kind(message)) {
                case OrderFlow.NEW -> enter(message);
                case OrderFlow.CANCEL -> cancel(message);
                default -> replace(message);
            }
            release();
        }
        ring.flush();
    }

    private void enter(int message) {
        final long sequence = flow.sequence(message);
        final boolean buy = flow.isBuy(message);
        ring.accepted(sequence, buy, command.orderId, flow.price(message), flow.quantity(message));
        place(message, flow.isImmediateOrCancel(message) ? OrderType.IOC : OrderType.GTC);
        if (reportTrades(sequence)) {
            ring.canceled(sequence, buy, command.orderId, command.price);
        }
    }

    private void place(int message, OrderType type) {
        command.price = flow.price(message);
        command.size = flow.quantity(message);
        command.reserveBidPrice = command.price;
        command.action = flow.isBuy(message) ? OrderAction.BID : OrderAction.ASK;
        command.orderType = type;
        book.newOrder(command);
    }

    private void cancel(int message) {
        final long sequence = flow.sequence(message);
        if (book.cancelOrder(command) == CommandResultCode.SUCCESS) {
            final MatcherTradeEvent event = command.matcherEvent;
            ring.canceled(sequence, command.action == OrderAction.BID, command.orderId, event.price);
        } else {
            ring.cancelRejected(sequence, command.orderId);
        }
    }

    private void replace(int message) {
        final long sequence = flow.sequence(message);
        final IOrder order = book.getOrderById(command.orderId);
        if (order == null) {
            ring.replaceRejected(sequence, command.orderId);
            return;
        }
        final boolean buy = order.getAction() == OrderAction.BID;
        if (order.getSize() - order.getFilled() == flow.quantity(message)) {
            command.price = flow.price(message);
            book.moveOrder(command);
        } else {
            book.cancelOrder(command);
            release();
            command.matcherEvent = null;
            place(message, OrderType.GTC);
        }
        reportTrades(sequence);
        ring.replaced(sequence, buy, command.orderId, flow.price(message), flow.quantity(message));
    }

    /** Says whether the book gave back a remainder. */
    private boolean reportTrades(long sequence) {
        boolean rejected = false;
        for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                ring.trade(sequence, event.price, event.size, event.matchedOrderId, command.orderId);
            } else {
                rejected = true;
            }
        }
        return rejected;
    }

    private MatcherTradeEvent event() {
        final MatcherTradeEvent event = spare;
        if (event == null) {
            return new MatcherTradeEvent();
        }
        spare = event.nextEvent;
        event.nextEvent = null;
        return event;
    }

    private void release() {
        final MatcherTradeEvent first = command.matcherEvent;
        if (first != null) {
            MatcherTradeEvent last = first;
            while (last.nextEvent != null) {
                last = last.nextEvent;
            }
            last.nextEvent = spare;
            spare = first;
        }
    }
}
