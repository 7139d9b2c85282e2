package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.book.TradeListener;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.Liquidity;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instruments;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Applies the commands about orders: checks everything first, then changes the book, so that nothing is ever half done. */
final class OrderCommands {
    private static final byte GTC = TimeInForce.GTC.code();

    // The limit of an order without one: no buyer is refused, and no price is below one tick.
    private static final long ANY_PRICE_TO_BUY = Long.MAX_VALUE;
    private static final long ANY_PRICE_TO_SELL = 1;

    private final EventEmitter events;
    private final OrderSlab orders;
    private final OrderChecks checks;
    private final OrderIndex index = new OrderIndex();
    private final RecentOrderIds recent;
    private final OrderView view = new OrderView();
    private @Nullable OrderBook[] books = new @Nullable OrderBook[8];

    // The order that is trading at the moment, as its trade events show it.
    private long takerOrderId;
    private long takerAccountId;
    private int takerTerms;
    private long takerPriceTicks;
    private long takerQuantityLots;
    private long takerLeavesLots;

    OrderCommands(Instruments instruments, EventEmitter events, int maxOpenOrders, int recentOrderIds) {
        this.events = events;
        this.orders = new OrderSlab(maxOpenOrders);
        this.checks = new OrderChecks(instruments, orders);
        this.recent = new RecentOrderIds(recentOrderIds);
    }

    int openOrderCount() {
        return orders.size();
    }

    @Nullable
    OrderBook book(int instrumentId) {
        return instrumentId >= 0 && instrumentId < books.length ? books[instrumentId] : null;
    }

    /** Makes the instrument's book if there is none. */
    void openBook(int instrumentId) {
        if (instrumentId >= books.length) {
            books = Arrays.copyOf(books, Math.max(instrumentId + 1, books.length * 2));
        }
        if (books[instrumentId] == null) {
            books[instrumentId] = new OrderBook(instrumentId, orders, index, new BookEvents(instrumentId));
        }
    }

    boolean find(long orderId, OrderView out) {
        final int order = index.get(orderId);
        if (order == OrderIndex.NONE) {
            return recent.find(orderId, out);
        }
        show(order, out);
        return true;
    }

    void show(int order, OrderView out) {
        final int terms = orders.terms(order);
        final long quantity = orders.quantityLots(order);
        final long leaves = orders.leavesLots(order);
        out.orderId = orders.orderId(order);
        out.accountId = orders.accountId(order);
        out.instrumentId = orders.instrumentId(order);
        out.sideCode = OrderTerms.sideCode(terms);
        out.orderTypeCode = OrderTerms.orderTypeCode(terms);
        out.timeInForceCode = OrderTerms.timeInForceCode(terms);
        out.orderStatusCode = openStatus(quantity, leaves).code();
        out.priceTicks = orders.priceTicks(order);
        out.quantityLots = quantity;
        out.cumulativeQuantityLots = quantity - leaves;
        out.leavesQuantityLots = leaves;
        out.rejectReasonCode = RejectReason.NONE.code();
    }

    /** The answer to a repeat: the order's state if it is known, else only its id. */
    void answerDuplicate(long orderId) {
        if (!find(orderId, view)) {
            view.clear(orderId);
        }
        events.state(EventType.ORDER_STATUS, RejectReason.of(view.rejectReasonCode), view, Event.FLAG_DUPLICATE);
    }

    void enter(DirectBuffer command, int offset) {
        final long orderId = NewOrderCommand.orderId(command, offset);
        if (orderId <= 0) {
            reject(command, offset, RejectReason.INVALID_ORDER_ID);
            return;
        }
        if (find(orderId, view)) {
            events.state(EventType.ORDER_STATUS, RejectReason.of(view.rejectReasonCode), view, Event.FLAG_DUPLICATE);
            return;
        }
        final OrderBook book = book(NewOrderCommand.instrumentId(command, offset));
        final RejectReason reason =
                book == null ? RejectReason.UNKNOWN_INSTRUMENT : checks.order(command, offset, book);
        if (book == null || reason != RejectReason.NONE) {
            reject(command, offset, reason);
            remember(command, offset, reason);
            return;
        }
        accept(command, offset, book);
    }

    void cancel(DirectBuffer command, int offset) {
        final long orderId = CancelOrderCommand.orderId(command, offset);
        final long accountId = CancelOrderCommand.accountId(command, offset);
        final int instrumentId = CancelOrderCommand.instrumentId(command, offset);
        final int order = openOrder(orderId, accountId, instrumentId);
        if (order == OrderIndex.NONE) {
            refuseNotOpen(EventType.CANCEL_REJECTED, orderId, accountId, instrumentId);
            return;
        }
        final int terms = orders.terms(order);
        final long price = orders.priceTicks(order);
        final long quantity = orders.quantityLots(order);
        final long cumulative = quantity - orders.leavesLots(order);
        bookOf(order).cancel(order);
        canceled(RejectReason.NONE, orderId, accountId, instrumentId, terms, price, quantity, cumulative);
    }

    void replace(DirectBuffer command, int offset) {
        final long orderId = ReplaceOrderCommand.orderId(command, offset);
        final long accountId = ReplaceOrderCommand.accountId(command, offset);
        final int instrumentId = ReplaceOrderCommand.instrumentId(command, offset);
        final int order = openOrder(orderId, accountId, instrumentId);
        if (order == OrderIndex.NONE) {
            refuseNotOpen(EventType.REPLACE_REJECTED, orderId, accountId, instrumentId);
            return;
        }
        final long sentPrice = ReplaceOrderCommand.priceTicks(command, offset);
        final long price = sentPrice == 0 ? orders.priceTicks(order) : sentPrice;
        final long quantity = ReplaceOrderCommand.quantityLots(command, offset);
        final RejectReason reason = checks.replace(order, price, quantity, bookOf(order));
        if (reason != RejectReason.NONE) {
            show(order, view);
            events.state(EventType.REPLACE_REJECTED, reason, view, (byte) 0);
            return;
        }
        change(order, price, quantity);
    }

    private void accept(DirectBuffer command, int offset, OrderBook book) {
        final long orderId = NewOrderCommand.orderId(command, offset);
        final long accountId = NewOrderCommand.accountId(command, offset);
        final int terms = terms(command, offset);
        final long price = NewOrderCommand.priceTicks(command, offset);
        final long quantity = NewOrderCommand.quantityLots(command, offset);
        events.order(
                EventType.NEW,
                OrderStatus.NEW,
                RejectReason.NONE,
                orderId,
                accountId,
                book.instrumentId(),
                terms,
                price,
                quantity,
                0,
                quantity);
        take(orderId, accountId, terms, price, quantity, quantity);
        final boolean buy = OrderTerms.isBuy(terms);
        final long open = book.match(buy, price == 0 ? buy ? ANY_PRICE_TO_BUY : ANY_PRICE_TO_SELL : price, quantity);
        if (open == 0) {
            rememberFilled(orderId, accountId, book.instrumentId(), terms, price, quantity);
        } else if (OrderTerms.timeInForceCode(terms) == GTC) {
            book.rest(orderId, accountId, terms, price, quantity, open);
        } else {
            canceled(
                    RejectReason.NO_LIQUIDITY,
                    orderId,
                    accountId,
                    book.instrumentId(),
                    terms,
                    price,
                    quantity,
                    quantity - open);
        }
    }

    private void change(int order, long price, long quantity) {
        final OrderBook book = bookOf(order);
        final long orderId = orders.orderId(order);
        final long accountId = orders.accountId(order);
        final int terms = orders.terms(order);
        final long cumulative = orders.quantityLots(order) - orders.leavesLots(order);
        final long leaves = quantity - cumulative;
        final boolean keepsPlace = price == orders.priceTicks(order) && quantity <= orders.quantityLots(order);
        events.order(
                EventType.REPLACED,
                openStatus(quantity, leaves),
                RejectReason.NONE,
                orderId,
                accountId,
                book.instrumentId(),
                terms,
                price,
                quantity,
                cumulative,
                leaves);
        if (keepsPlace) {
            book.reduce(order, quantity, leaves);
            return;
        }
        take(orderId, accountId, terms, price, quantity, leaves);
        if (book.move(order, price, quantity, leaves) == 0) {
            rememberFilled(orderId, accountId, book.instrumentId(), terms, price, quantity);
        }
    }

    private void take(long orderId, long accountId, int terms, long price, long quantity, long leaves) {
        takerOrderId = orderId;
        takerAccountId = accountId;
        takerTerms = terms;
        takerPriceTicks = price;
        takerQuantityLots = quantity;
        takerLeavesLots = leaves;
    }

    private void onTrade(int maker, long makerOrderId, long price, long lots, long makerLeaves) {
        final long makerAccountId = orders.accountId(maker);
        final int makerTerms = orders.terms(maker);
        final long makerQuantity = orders.quantityLots(maker);
        final int instrumentId = orders.instrumentId(maker);
        takerLeavesLots -= lots;
        events.nextTrade();
        events.trade(
                Liquidity.MAKER,
                makerOrderId,
                makerAccountId,
                instrumentId,
                makerTerms,
                price,
                makerQuantity,
                makerLeaves,
                price,
                lots,
                takerOrderId,
                takerAccountId);
        events.trade(
                Liquidity.TAKER,
                takerOrderId,
                takerAccountId,
                instrumentId,
                takerTerms,
                takerPriceTicks,
                takerQuantityLots,
                takerLeavesLots,
                price,
                lots,
                makerOrderId,
                makerAccountId);
        if (makerLeaves == 0) {
            rememberFilled(makerOrderId, makerAccountId, instrumentId, makerTerms, price, makerQuantity);
        }
    }

    private void canceled(
            RejectReason reason,
            long orderId,
            long accountId,
            int instrumentId,
            int terms,
            long price,
            long quantity,
            long cumulative) {
        events.order(
                EventType.CANCELED,
                OrderStatus.CANCELED,
                reason,
                orderId,
                accountId,
                instrumentId,
                terms,
                price,
                quantity,
                cumulative,
                0);
        recent.remember(
                orderId,
                accountId,
                instrumentId,
                terms,
                OrderStatus.CANCELED.code(),
                reason.code(),
                price,
                quantity,
                cumulative);
    }

    private void rememberFilled(long orderId, long accountId, int instrumentId, int terms, long price, long quantity) {
        recent.remember(
                orderId,
                accountId,
                instrumentId,
                terms,
                OrderStatus.FILLED.code(),
                RejectReason.NONE.code(),
                price,
                quantity,
                quantity);
    }

    private void reject(DirectBuffer command, int offset, RejectReason reason) {
        events.order(
                EventType.REJECTED,
                OrderStatus.REJECTED,
                reason,
                NewOrderCommand.orderId(command, offset),
                NewOrderCommand.accountId(command, offset),
                NewOrderCommand.instrumentId(command, offset),
                terms(command, offset),
                NewOrderCommand.priceTicks(command, offset),
                NewOrderCommand.quantityLots(command, offset),
                0,
                0);
    }

    private void remember(DirectBuffer command, int offset, RejectReason reason) {
        recent.remember(
                NewOrderCommand.orderId(command, offset),
                NewOrderCommand.accountId(command, offset),
                NewOrderCommand.instrumentId(command, offset),
                terms(command, offset),
                OrderStatus.REJECTED.code(),
                reason.code(),
                NewOrderCommand.priceTicks(command, offset),
                NewOrderCommand.quantityLots(command, offset),
                0);
    }

    // What has become of a finished order is told to its own account only.
    private void refuseNotOpen(EventType type, long orderId, long accountId, int instrumentId) {
        if (index.get(orderId) == OrderIndex.NONE
                && recent.find(orderId, view)
                && view.accountId == accountId
                && view.instrumentId == instrumentId) {
            events.state(type, RejectReason.ORDER_NOT_OPEN, view, (byte) 0);
        } else {
            events.refusal(type, RejectReason.ORDER_NOT_OPEN, orderId, accountId, instrumentId);
        }
    }

    private int openOrder(long orderId, long accountId, int instrumentId) {
        final int order = index.get(orderId);
        return order != OrderIndex.NONE
                        && orders.accountId(order) == accountId
                        && orders.instrumentId(order) == instrumentId
                ? order
                : OrderIndex.NONE;
    }

    private OrderBook bookOf(int order) {
        final OrderBook book = books[orders.instrumentId(order)];
        assert book != null;
        return book;
    }

    private static OrderStatus openStatus(long quantity, long leaves) {
        return leaves == quantity ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }

    private static int terms(DirectBuffer command, int offset) {
        return OrderTerms.of(
                NewOrderCommand.sideCode(command, offset),
                NewOrderCommand.orderTypeCode(command, offset),
                NewOrderCommand.timeInForceCode(command, offset));
    }

    /** What one book says, on its way to the events. */
    private final class BookEvents implements TradeListener {
        private final int instrumentId;

        BookEvents(int instrumentId) {
            this.instrumentId = instrumentId;
        }

        @Override
        public void onTrade(int maker, long makerOrderId, long price, long lots, long makerLeaves) {
            OrderCommands.this.onTrade(maker, makerOrderId, price, lots, makerLeaves);
        }

        @Override
        public void onLevel(boolean bid, long price, long lots, int orderCount) {
            events.level(instrumentId, bid, price, lots, orderCount);
        }
    }
}
