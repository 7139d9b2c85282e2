package io.hft.engine.matching;

/**
 * A reusable copy of one order's state, filled by {@link MatchingEngine#findOrder}. Codes are those of
 * {@link io.hft.engine.command.Side}, {@link io.hft.engine.command.OrderType}, {@link io.hft.engine.command.TimeInForce},
 * {@link io.hft.engine.event.OrderStatus} and {@link io.hft.engine.event.RejectReason}; a rejected order has them as they were sent.
 */
public final class OrderView {
    long orderId;
    long accountId;
    int instrumentId;
    byte sideCode;
    byte orderTypeCode;
    byte timeInForceCode;
    byte orderStatusCode;
    long priceTicks;
    long quantityLots;
    long cumulativeQuantityLots;
    long leavesQuantityLots;
    int rejectReasonCode;

    void clear(long unknownOrderId) {
        orderId = unknownOrderId;
        accountId = 0;
        instrumentId = 0;
        sideCode = 0;
        orderTypeCode = 0;
        timeInForceCode = 0;
        orderStatusCode = 0;
        priceTicks = 0;
        quantityLots = 0;
        cumulativeQuantityLots = 0;
        leavesQuantityLots = 0;
        rejectReasonCode = 0;
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
        return sideCode;
    }

    public byte orderTypeCode() {
        return orderTypeCode;
    }

    public byte timeInForceCode() {
        return timeInForceCode;
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
}
