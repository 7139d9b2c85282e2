package io.hft.backend.settlement;

import io.hft.backend.engine.Amendment;
import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.Side;
import io.hft.backend.ledger.AccountKey;
import io.hft.backend.money.Decimals;
import io.hft.backend.orders.Order;
import io.hft.backend.orders.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An order while a batch is booked: changed in memory by one event after the other, then written once. */
final class BookedOrder {
    private final Order order;
    private final AccountKey payingAccount;
    private BigDecimal price;
    private BigDecimal quantity;
    private BigDecimal cumulativeQuantity;
    private BigDecimal cumulativeQuote;
    private BigDecimal notional;
    private OrderStatus status;
    private @Nullable String rejectReason;
    private BigDecimal held;
    private @Nullable Long engineSequence;
    private Instant updatedAt;
    private boolean changed;

    BookedOrder(Order order, String payingAsset) {
        this.order = order;
        this.payingAccount = AccountKey.of(order.userId(), payingAsset);
        this.price = order.price();
        this.quantity = order.quantity();
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

    /** Whether an event speaks of this order and not of another one that somebody entered under its id. */
    boolean owns(ExecutionReport report) {
        return mayBelong(report)
                && (report.type() == ExecutionReport.Type.REPLACED
                        || same(report.quantity(), quantity) && same(report.price(), price));
    }

    private static boolean same(@Nullable BigDecimal theirs, BigDecimal ours) {
        return theirs == null || theirs.compareTo(ours) == 0;
    }

    /** Adds a fill; returns by how much the hold changes. */
    BigDecimal fill(ExecutionReport trade, BigDecimal lastPrice, BigDecimal lastQuantity, BigDecimal quoteAmount) {
        cumulativeQuantity = cumulativeQuantity.add(lastQuantity);
        cumulativeQuote = cumulativeQuote.add(quoteAmount);
        notional = notional.add(lastPrice.multiply(lastQuantity));
        if (trade.cumulativeQuantity() != null && trade.cumulativeQuantity().compareTo(cumulativeQuantity) != 0) {
            throw new SettlementProblem("event " + trade.sequence() + " says order " + orderId() + " has filled "
                    + trade.cumulativeQuantity() + ", booked are " + cumulativeQuantity);
        }
        return become(
                cumulativeQuantity.compareTo(quantity) == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, trade);
    }

    /** Takes over a new price and total quantity; returns by how much the hold changes. */
    BigDecimal replace(ExecutionReport replaced) {
        price = Objects.requireNonNullElse(replaced.price(), price).setScale(Decimals.SCALE);
        quantity = Objects.requireNonNullElse(replaced.quantity(), quantity).setScale(Decimals.SCALE);
        return open(replaced);
    }

    /** Is in the engine: on the book, or waiting for its price; returns by how much the hold changes. */
    BigDecimal open(ExecutionReport report) {
        if (report.orderStatus().equals(ExecutionReport.PENDING_TRIGGER)) {
            return become(OrderStatus.PENDING_TRIGGER, report);
        }
        return become(cumulativeQuantity.signum() == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED, report);
    }

    /** Takes over a state without a trade; returns by how much the hold changes. A reason is kept for how an order ended only. */
    BigDecimal become(OrderStatus next, ExecutionReport report) {
        status = next;
        if (next.isFinal() && !report.rejectReason().equals(Amendment.NO_REASON)) {
            rejectReason = report.rejectReason();
        }
        engineSequence = report.sequence();
        updatedAt = report.timestamp().isAfter(order.createdAt()) ? report.timestamp() : order.createdAt();
        changed = true;
        BigDecimal before = held;
        held = needed();
        return held.subtract(before);
    }

    private BigDecimal needed() {
        if (status.isFinal()) {
            return Decimals.ZERO;
        }
        BigDecimal leaves = quantity.subtract(cumulativeQuantity);
        return switch (order.side()) {
            case BUY -> Decimals.holdAmount(price, leaves);
            case SELL -> leaves;
        };
    }

    /** The parameters of {@link SettlementTables#UPDATE_ORDER}. */
    Object[] row() {
        return new Object[] {
            price,
            quantity,
            cumulativeQuantity,
            cumulativeQuote,
            notional,
            status.name(),
            rejectReason,
            held,
            engineSequence,
            OffsetDateTime.ofInstant(updatedAt, ZoneOffset.UTC),
            order.orderId()
        };
    }
}
