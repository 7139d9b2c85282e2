package io.hft.backend.settlement;

import io.hft.backend.engine.Amendment;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.Replacement;
import io.hft.backend.engine.Side;
import io.hft.backend.ledger.AccountKey;
import io.hft.backend.money.Decimals;
import io.hft.backend.money.FeeRates;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An order while a batch is booked: changed in memory by one event after the other, then written once. */
final class BookedOrder {
    private final Order order;
    private final AccountKey payingAccount;
    private final FeeRates rates;
    private BigDecimal feesDue;
    private BigDecimal price;
    private BigDecimal quantity;
    private OrderTerms terms;
    private @Nullable Replacement replacing;
    private BigDecimal cumulativeQuantity;
    private BigDecimal cumulativeQuote;
    private BigDecimal notional;
    private OrderStatus status;
    private @Nullable String rejectReason;
    private BigDecimal held;
    private @Nullable Long engineSequence;
    private Instant updatedAt;
    private boolean changed;
    private boolean replaced;

    BookedOrder(SettlementTables.LockedOrder locked, String payingAsset) {
        this.order = locked.order();
        this.rates = locked.rates();
        this.feesDue = locked.feesDue();
        this.payingAccount = AccountKey.of(order.userId(), payingAsset);
        this.price = order.price();
        this.quantity = order.quantity();
        this.terms = order.terms();
        this.replacing = order.replacing();
        this.cumulativeQuantity = order.cumulativeQuantity();
        this.cumulativeQuote = order.cumulativeQuote();
        this.notional = order.notional();
        this.status = order.status();
        this.rejectReason = order.rejectReason();
        this.held = order.held();
        this.engineSequence = order.engineSequence();
        this.updatedAt = order.updatedAt();
    }

    long orderId() {
        return order.orderId();
    }

    long userId() {
        return order.userId();
    }

    String symbol() {
        return order.symbol();
    }

    Side side() {
        return order.side();
    }

    AccountKey payingAccount() {
        return payingAccount;
    }

    boolean paysFees() {
        return !rates.isFree();
    }

    boolean isFinal() {
        return status.isFinal();
    }

    boolean isChanged() {
        return changed;
    }

    /** Same owner, market and side: whose money an event of this id may touch at all. */
    boolean mayBelong(ExecutionReport report) {
        return report.accountId() == order.userId()
                && report.symbol().equals(order.symbol())
                && report.side() == order.side();
    }

    /**
     * Whether an event speaks of this order and not of another one that somebody entered under its id. An order's first event is its
     * acceptance or its rejection: any other one before it belongs to an order that was in the engine already.
     */
    boolean owns(ExecutionReport report) {
        return mayBelong(report)
                && (status != OrderStatus.PENDING_NEW
                        || (report.type() == ExecutionReport.Type.NEW || report.type() == ExecutionReport.Type.REJECTED)
                                && same(report.quantity(), quantity)
                                && same(report.price(), price));
    }

    private static boolean same(@Nullable BigDecimal theirs, BigDecimal ours) {
        return theirs == null || theirs.compareTo(ours) == 0;
    }

    /** Adds a fill and returns its fee; the hold is left to {@link #holdUpTo}. */
    BigDecimal fill(ExecutionReport trade, BigDecimal lastPrice, BigDecimal lastQuantity, BigDecimal quoteAmount) {
        cumulativeQuantity = cumulativeQuantity.add(lastQuantity);
        cumulativeQuote = cumulativeQuote.add(quoteAmount);
        notional = notional.add(lastPrice.multiply(lastQuantity));
        if (trade.cumulativeQuantity() != null && trade.cumulativeQuantity().compareTo(cumulativeQuantity) != 0) {
            throw new SettlementProblem("event " + trade.sequence() + " says order " + orderId() + " has filled "
                    + trade.cumulativeQuantity() + ", booked are " + cumulativeQuantity);
        }
        BigDecimal charged = FeeRates.charged(feesDue);
        feesDue = feesDue.add(rates.due(quoteAmount, trade.maker()));
        become(cumulativeQuantity.compareTo(quantity) == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, trade);
        return FeeRates.charged(feesDue).subtract(charged);
    }

    /** Takes over what it has become; the hold is left to {@link #holdUpTo}. */
    void replace(ExecutionReport report) {
        price = Objects.requireNonNullElse(report.price(), price).setScale(Decimals.SCALE);
        quantity = Objects.requireNonNullElse(report.quantity(), quantity).setScale(Decimals.SCALE);
        terms = new OrderTerms(
                report.stopPrice() == null ? terms.stopPrice() : report.stopPrice(),
                report.displayQuantity() == null ? terms.displayQuantity() : report.displayQuantity(),
                terms.expireAt(),
                terms.postOnly(),
                terms.selfTradePrevention());
        this.replaced = true;
        if (replacing != null
                && same(report.price(), replacing.price())
                && same(report.quantity(), replacing.quantity())) {
            replacing = null;
        }
        open(report);
    }

    /** Is in the engine: on the book, or waiting for its price. */
    void open(ExecutionReport report) {
        if (report.orderStatus().equals(ExecutionReport.PENDING_TRIGGER)) {
            become(OrderStatus.PENDING_TRIGGER, report);
        } else {
            become(cumulativeQuantity.signum() == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED, report);
        }
    }

    /** Takes over a state; the hold is left to {@link #holdUpTo}. A reason is kept for how an order ended only. */
    void become(OrderStatus next, ExecutionReport report) {
        status = next;
        if (next.isFinal() && !report.rejectReason().equals(Amendment.NO_REASON)) {
            rejectReason = report.rejectReason();
        }
        if (next.isFinal() && replacing != null) {
            replacing = null;
            replaced = true;
        }
        engineSequence = report.sequence();
        Instant at = report.timestamp().truncatedTo(ChronoUnit.MICROS);
        updatedAt = at.isAfter(order.createdAt()) ? at : order.createdAt();
        changed = true;
    }

    /** Gives its hold back for a moment, so that it can be paid from; returns how much that was. */
    BigDecimal release() {
        BigDecimal released = held;
        held = Decimals.ZERO;
        return released;
    }

    /**
     * Holds what it needs now, or as much of it as there is: who talks to the engine directly can make an order larger than its
     * owner's means. Returns how much it holds; nothing may be held by it at the moment.
     *
     * @param available in the paying account
     */
    BigDecimal holdUpTo(BigDecimal available) {
        held = needed().min(available.max(Decimals.ZERO));
        return held;
    }

    /** Whether it may cost more than it holds. */
    boolean isShort() {
        return held.compareTo(needed()) < 0;
    }

    private BigDecimal needed() {
        if (status.isFinal()) {
            return Decimals.ZERO;
        }
        BigDecimal asItIs = needed(price, quantity);
        // The engine may make it that any moment.
        return replacing == null ? asItIs : asItIs.max(needed(replacing.price(), replacing.quantity()));
    }

    private BigDecimal needed(BigDecimal price, BigDecimal quantity) {
        BigDecimal leaves = quantity.subtract(cumulativeQuantity).max(Decimals.ZERO);
        return switch (order.side()) {
            case BUY -> rates.holdOfBuy(price, leaves, feesDue);
            case SELL -> leaves;
        };
    }

    /** Whether it has become another one, or will not any more. */
    boolean isReplaced() {
        return replaced;
    }

    /** As it will be read once it is written. */
    Order toOrder() {
        return new Order(
                order.orderId(),
                order.userId(),
                order.clientOrderId(),
                order.symbol(),
                order.side(),
                order.type(),
                order.timeInForce(),
                price,
                quantity,
                order.quoteQuantity(),
                terms,
                replacing,
                cumulativeQuantity,
                cumulativeQuote,
                notional,
                FeeRates.charged(feesDue),
                status,
                rejectReason,
                held,
                order.shard(),
                engineSequence,
                order.createdAt(),
                updatedAt);
    }

    /** The parameters of {@link SettlementTables#UPDATE_REPLACED}. */
    Object[] replacedRow() {
        return new Object[] {terms.stopPrice(), terms.displayQuantity(), replacing == null, order.orderId()};
    }

    /** Whether its row is the same. */
    boolean isWrittenAs(BookedOrder other) {
        return other.changed && Arrays.equals(row(), other.row());
    }

    /** A row of {@link SettlementTables#updateOrders}. */
    Object[] row() {
        return new Object[] {
            order.orderId(),
            price,
            quantity,
            cumulativeQuantity,
            cumulativeQuote,
            notional,
            feesDue,
            FeeRates.charged(feesDue),
            status.name(),
            rejectReason,
            held,
            engineSequence,
            updatedAt
        };
    }
}
