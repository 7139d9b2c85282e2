package io.hft.engine.matching;

import io.hft.engine.book.OrderBook;
import io.hft.engine.book.OrderIndex;
import io.hft.engine.book.OrderSlab;
import io.hft.engine.book.OrderTerms;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Applies the commands about orders: checks everything first, then changes the books, so that nothing is ever half done. */
final class OrderCommands {
    private static final byte DAY = TimeInForce.DAY.code();

    private final EventEmitter events;
    private final Rules rules;
    private final Risk risk;
    private final OpenOrders open;
    private final OrderChecks checks;
    private final RecentOrderIds recent;
    // Whoever sends what is refused must not make the engine forget what it has accepted.
    private final RecentOrderIds refused;
    private final Execution execution;
    private final MassCancel massCancel;
    private final OrderView view = new OrderView();

    OrderCommands(
            Instruments instruments,
            EventEmitter events,
            Rules rules,
            Risk risk,
            int maxOpenOrders,
            int recentOrderIds,
            long hashSeed) {
        this.events = events;
        this.rules = rules;
        this.risk = risk;
        this.open = new OpenOrders(maxOpenOrders, hashSeed, risk);
        this.checks = new OrderChecks(instruments, open, rules);
        this.recent = new RecentOrderIds(recentOrderIds, hashSeed);
        this.refused = new RecentOrderIds(recentOrderIds, hashSeed);
        this.execution = new Execution(events, open, recent, risk, rules);
        this.massCancel = new MassCancel(open, risk, this);
    }

    OpenOrders open() {
        return open;
    }

    RecentOrderIds recent() {
        return recent;
    }

    RecentOrderIds refused() {
        return refused;
    }

    /** Whether an order of that id is open or remembered. */
    boolean isKnown(long orderId) {
        return open.find(orderId) != OrderIndex.NONE || recent.contains(orderId) || refused.contains(orderId);
    }

    int openOrderCount() {
        return open.slab.size();
    }

    @Nullable
    OrderBook book(int instrumentId) {
        return open.book(instrumentId);
    }

    /** Makes the instrument's books if there are none. */
    void openBook(int instrumentId) {
        open.open(instrumentId, execution);
    }

    void setCapacities(int maxOpenOrders, int recentOrderIds) {
        open.slab.setCapacity(maxOpenOrders);
        recent.setCapacity(recentOrderIds);
        refused.setCapacity(recentOrderIds);
    }

    int maxOpenOrders() {
        return open.slab.capacity();
    }

    int recentOrderIds() {
        return recent.capacity();
    }

    long nextDeadlineNanos() {
        return open.deadlines.nextDeadlineNanos();
    }

    boolean find(long orderId, OrderView out) {
        final int order = open.find(orderId);
        if (order == OrderIndex.NONE) {
            return findFinished(orderId, out);
        }
        open.show(order, out);
        return true;
    }

    private boolean findFinished(long orderId, OrderView out) {
        return recent.find(orderId, out) || refused.size() != 0 && refused.find(orderId, out);
    }

    /** The beginning of a command: what is due by its time expires. */
    void expireDue() {
        final long now = events.timestampNanos();
        for (int order = open.deadlines.due(now); order != OrderSlab.NONE; order = open.deadlines.due(now)) {
            finish(order, EventType.EXPIRED, OrderStatus.EXPIRED, RejectReason.NONE);
        }
    }

    /** The end of a command. */
    void triggerStops() {
        execution.triggerStops();
    }

    /** The answer to a repeat: the order's state if it is known and the account's own, else only its id. */
    void answerDuplicate(long orderId, long accountId) {
        if (!find(orderId, view) || rules.isFull() && view.accountId != accountId) {
            view.clear(orderId);
        }
        events.order(EventType.ORDER_STATUS, view, view.rejectReasonCode, Event.FLAG_DUPLICATE);
    }

    void enter(DirectBuffer command, int offset) {
        final long orderId = NewOrderCommand.orderId(command, offset);
        if (orderId > 0 && find(orderId, view)) {
            answerDuplicate(orderId, NewOrderCommand.accountId(command, offset));
            return;
        }
        read(command, offset);
        if (orderId <= 0) {
            sayRejected(RejectReason.INVALID_ORDER_ID);
            return;
        }
        final OrderBook book = open.book(view.instrumentId);
        if (book == null) {
            reject(RejectReason.UNKNOWN_INSTRUMENT);
            return;
        }
        final RejectReason reason = rules.isFull()
                ? checks.order(command, offset, book, events.timestampNanos())
                : checks.orderOfVersion1(command, offset, book);
        if (reason != RejectReason.NONE) {
            reject(reason);
            return;
        }
        admit(book, risk.position(view.accountId, view.instrumentId));
    }

    private void admit(OrderBook book, int position) {
        final RejectReason reason = checkAgainstMarket(book, position);
        if (reason != RejectReason.NONE) {
            reject(reason);
            return;
        }
        if (OrderTerms.timeInForceCode(view.terms) == DAY) {
            view.expireAtNanos = rules.dayEndAfter(events.timestampNanos());
        }
        view.leavesQuantityLots = view.quantityLots;
        if (view.stopPriceTicks != 0) {
            await(book, position);
            return;
        }
        view.orderStatusCode = OrderStatus.NEW.code();
        events.order(EventType.NEW, view);
        execution.run(view, OrderIndex.NONE, position);
    }

    private RejectReason checkAgainstMarket(OrderBook book, int position) {
        final boolean buy = OrderTerms.isBuy(view.terms);
        if (rules.checkRisk()) {
            final boolean mayRest = view.stopPriceTicks != 0 || Execution.mayRest(view.terms);
            final RejectReason reason = risk.checkOrder(
                    position,
                    buy,
                    mayRest,
                    view.priceTicks,
                    view.stopPriceTicks,
                    view.quantityLots,
                    rules.referenceTicks(book),
                    events.timestampNanos());
            if (reason != RejectReason.NONE) {
                return reason;
            }
        }
        if (OrderTerms.isPostOnly(view.terms) && book.crosses(buy, view.priceTicks)) {
            return RejectReason.POST_ONLY_WOULD_TAKE;
        }
        return checks.room(book, view);
    }

    private void await(OrderBook book, int position) {
        view.orderStatusCode = OrderStatus.PENDING_TRIGGER.code();
        events.order(EventType.NEW, view);
        final int order = open.admit(view, book, position);
        open.extras.setWaiting(open.slab.extras(order), true);
        open.stopsOf(order).add(order, view.stopPriceTicks);
        risk.opened(position, OrderTerms.isBuy(view.terms), view.quantityLots);
        execution.reachLastTrade(book);
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
        finish(order, EventType.CANCELED, OrderStatus.CANCELED, RejectReason.NONE);
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
        final long sentStopPrice = ReplaceOrderCommand.stopPriceTicks(command, offset);
        final long sentDisplay = ReplaceOrderCommand.displayQuantityLots(command, offset);
        final long quantity = ReplaceOrderCommand.quantityLots(command, offset);
        open.show(order, view);
        RejectReason reason =
                checks.replace(order, sentPrice, sentStopPrice, sentDisplay, quantity, view.cumulativeQuantityLots);
        if (reason == RejectReason.NONE) {
            final long price = sentPrice == 0 ? view.priceTicks : sentPrice;
            final long stopPrice = sentStopPrice == 0 ? view.stopPriceTicks : sentStopPrice;
            // More than the total cannot be shown.
            final long display = sentDisplay == 0 || sentDisplay == view.displayQuantityLots
                    ? view.displayQuantityLots
                    : Math.min(sentDisplay, quantity);
            reason = checkReplaceAgainstMarket(order, price, stopPrice, display, quantity);
            if (reason == RejectReason.NONE) {
                change(order, price, stopPrice, display, quantity);
                return;
            }
        }
        events.order(EventType.REPLACE_REJECTED, view, reason.code(), (byte) 0);
    }

    // The view has the order as it is.
    private RejectReason checkReplaceAgainstMarket(int order, long price, long stopPrice, long display, long quantity) {
        final OrderBook book = open.bookOf(order);
        final boolean buy = OrderTerms.isBuy(view.terms);
        final boolean waiting = open.isWaiting(order);
        if (rules.checkRisk()) {
            final int position = open.slab.position(order);
            final boolean pricesChange = price != view.priceTicks || stopPrice != view.stopPriceTicks;
            final boolean onlySmaller =
                    !pricesChange && display == view.displayQuantityLots && quantity <= view.quantityLots;
            final RejectReason reason = onlySmaller
                    ? risk.checkSwitches(position)
                    : risk.checkReplace(
                            position,
                            buy,
                            price,
                            waiting ? stopPrice : 0,
                            pricesChange,
                            quantity,
                            quantity - view.quantityLots,
                            rules.referenceTicks(book),
                            events.timestampNanos());
            if (reason != RejectReason.NONE) {
                return reason;
            }
        }
        if (waiting) {
            return RejectReason.NONE;
        }
        if (OrderTerms.isPostOnly(view.terms) && book.crosses(buy, price)) {
            return RejectReason.POST_ONLY_WOULD_TAKE;
        }
        return checks.roomToReplace(order, price, quantity - view.cumulativeQuantityLots, book);
    }

    private void change(int order, long price, long stopPrice, long display, long quantity) {
        final OrderBook book = open.bookOf(order);
        final boolean buy = OrderTerms.isBuy(view.terms);
        final int position = open.slab.position(order);
        final int record = open.slab.extras(order);
        final long leavesBefore = view.leavesQuantityLots;
        final boolean samePrice = price == view.priceTicks;
        final boolean sameStopPrice = stopPrice == view.stopPriceTicks;
        final boolean keepsPlace = samePrice && quantity <= view.quantityLots && display == view.displayQuantityLots;
        view.priceTicks = price;
        view.stopPriceTicks = stopPrice;
        view.displayQuantityLots = display;
        view.quantityLots = quantity;
        view.leavesQuantityLots = quantity - view.cumulativeQuantityLots;
        events.order(EventType.REPLACED, view);
        if (open.slab.isIceberg(order)) {
            open.extras.setDisplayQuantity(record, display);
        }
        if (open.isWaiting(order)) {
            open.slab.setPrice(order, price);
            open.slab.setQuantity(order, quantity);
            open.slab.setLeaves(order, view.leavesQuantityLots);
            risk.leavesChanged(position, buy, view.leavesQuantityLots - leavesBefore);
            if (!sameStopPrice) {
                open.stopsOf(order).remove(order);
                open.extras.setStopPrice(record, stopPrice);
                open.stopsOf(order).add(order, stopPrice);
                execution.reachLastTrade(book);
            }
        } else if (keepsPlace) {
            book.reduce(order, quantity, view.leavesQuantityLots);
            risk.leavesChanged(position, buy, view.leavesQuantityLots - leavesBefore);
        } else {
            open.withdraw(order);
            execution.run(view, order, position);
        }
    }

    /** Takes an open order out of its place for good, and says so. */
    void finish(int order, EventType type, OrderStatus status, RejectReason reason) {
        open.show(order, view);
        open.withdraw(order);
        open.forget(order);
        view.orderStatusCode = status.code();
        view.rejectReasonCode = reason.code();
        view.leavesQuantityLots = 0;
        events.order(type, view);
        recent.remember(view);
    }

    /**
     * Cancels all open orders that fit, in the order of {@code docs/matching-rules.md}.
     *
     * @param accountId 0: of every account
     * @param instrumentId 0: of every instrument
     * @param sideCode 0: of both sides
     * @return how many
     */
    long cancelAll(long accountId, int instrumentId, byte sideCode, RejectReason reason) {
        return massCancel.run(accountId, instrumentId, sideCode, reason);
    }

    /** See {@link MatchingEngine#openOrders}. */
    boolean list(int instrumentId, OpenOrdersCursor cursor, int max, OrderVisitor visitor) {
        return open.list(instrumentId, cursor, max, visitor);
    }

    private void reject(RejectReason reason) {
        sayRejected(reason);
        (rules.rememberRefusedApart() ? refused : recent).remember(view);
    }

    private void sayRejected(RejectReason reason) {
        view.orderStatusCode = OrderStatus.REJECTED.code();
        view.rejectReasonCode = reason.code();
        events.order(EventType.REJECTED, view);
    }

    /** The order as the command has it; of what rules version 1 does not know, nothing. */
    private void read(DirectBuffer command, int offset) {
        final boolean full = rules.isFull();
        view.orderId = NewOrderCommand.orderId(command, offset);
        view.accountId = NewOrderCommand.accountId(command, offset);
        view.instrumentId = NewOrderCommand.instrumentId(command, offset);
        view.terms = OrderTerms.of(
                NewOrderCommand.sideCode(command, offset),
                NewOrderCommand.orderTypeCode(command, offset),
                NewOrderCommand.timeInForceCode(command, offset),
                full ? NewOrderCommand.flags(command, offset) : (byte) 0);
        view.orderStatusCode = 0;
        view.priceTicks = NewOrderCommand.priceTicks(command, offset);
        view.quantityLots = NewOrderCommand.quantityLots(command, offset);
        view.cumulativeQuantityLots = 0;
        view.leavesQuantityLots = 0;
        view.rejectReasonCode = RejectReason.NONE.code();
        view.stopPriceTicks = full ? NewOrderCommand.stopPriceTicks(command, offset) : 0;
        view.displayQuantityLots = full ? NewOrderCommand.displayQuantityLots(command, offset) : 0;
        view.expireAtNanos = full ? NewOrderCommand.expireAtNanos(command, offset) : 0;
    }

    // What has become of a finished order is told to its own account only.
    private void refuseNotOpen(EventType type, long orderId, long accountId, int instrumentId) {
        if (open.find(orderId) == OrderIndex.NONE
                && findFinished(orderId, view)
                && view.accountId == accountId
                && view.instrumentId == instrumentId) {
            events.order(type, view, RejectReason.ORDER_NOT_OPEN.code(), (byte) 0);
        } else {
            events.refusal(type, RejectReason.ORDER_NOT_OPEN, orderId, accountId, instrumentId);
        }
    }

    private int openOrder(long orderId, long accountId, int instrumentId) {
        final int order = open.find(orderId);
        return order != OrderIndex.NONE
                        && open.slab.accountId(order) == accountId
                        && open.slab.instrumentId(order) == instrumentId
                ? order
                : OrderIndex.NONE;
    }
}
