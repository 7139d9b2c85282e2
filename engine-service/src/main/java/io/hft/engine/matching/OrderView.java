package io.hft.engine.matching;

import io.hft.engine.book.OrderTerms;

/**
 * A reusable copy of one order's state, filled by {@link MatchingEngine#findOrder}. Codes are those of
 * {@link io.hft.engine.command.Side}, {@link io.hft.engine.command.OrderType}, {@link io.hft.engine.command.TimeInForce},
 * {@link io.hft.engine.event.OrderStatus} and {@link io.hft.engine.event.RejectReason}; a rejected order has them as they were sent.
 */
public final class OrderView {
    long orderId;
    long accountId;
    int instrumentId;
    int terms;
    byte orderStatusCode;
    long priceTicks;
    long quantityLots;
    long cumulativeQuantityLots;
    long leavesQuantityLots;
    int rejectReasonCode;
    long stopPriceTicks;
    long displayQuantityLots;
    long expireAtNanos;

    void clear(long unknownOrderId) {
        orderId = unknownOrderId;
        accountId = 0;
        instrumentId = 0;
        terms = 0;
        orderStatusCode = 0;
        priceTicks = 0;
        quantityLots = 0;
        cumulativeQuantityLots = 0;
        leavesQuantityLots = 0;
        rejectReasonCode = 0;
        stopPriceTicks = 0;
        displayQuantityLots = 0;
        expireAtNanos = 0;
    }

    public long orderId() {
        return orderId;
    }

    public long accountId() {
        return accountId;
    }

    public int instrumentId() {
        return instrumentId;
    }

    public byte sideCode() {
        return OrderTerms.sideCode(terms);
    }

    public byte orderTypeCode() {
        return OrderTerms.orderTypeCode(terms);
    }

    public byte timeInForceCode() {
        return OrderTerms.timeInForceCode(terms);
    }

    public byte orderStatusCode() {
        return orderStatusCode;
    }

    public long priceTicks() {
        return priceTicks;
    }

    /** The total: cumulative plus leaves of a live order. */
    public long quantityLots() {
        return quantityLots;
    }

    public long cumulativeQuantityLots() {
        return cumulativeQuantityLots;
    }

    /** Zero once the order is finished. */
    public long leavesQuantityLots() {
        return leavesQuantityLots;
    }

    public int rejectReasonCode() {
        return rejectReasonCode;
    }

    /** 0 for an order without one, and for a finished order. */
    public long stopPriceTicks() {
        return stopPriceTicks;
    }

    /** 0 for an order without one, and for a finished order. */
    public long displayQuantityLots() {
        return displayQuantityLots;
    }

    /** The deadline in nanoseconds since 1970, of DAY orders too; 0 for an order without one, and for a finished order. */
    public long expireAtNanos() {
        return expireAtNanos;
    }

    public boolean isPostOnly() {
        return OrderTerms.isPostOnly(terms);
    }

    /** As it was sent, 0 for the default. */
    public byte selfTradePreventionCode() {
        return OrderTerms.selfTradePreventionCode(terms);
    }
}
