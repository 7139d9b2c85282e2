package io.hft.engine.reference;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;

/** One order, live or finished; codes as they were sent. */
public final class ReferenceOrder {
    public long id;
    public long account;
    public int instrument;
    public byte side;
    public byte type;
    public byte timeInForce;
    public boolean postOnly;
    public byte selfTradePrevention;
    public long price;
    public long total;
    public long cumulative;
    public long stopPrice;
    public long display;
    public long deadline;

    /** What of a resting order has a place in its level now. */
    public long shown;
    /** A stop that has not been triggered. */
    public boolean waiting;

    public OrderStatus status = OrderStatus.NEW;
    public RejectReason reason = RejectReason.NONE;

    long entry;
    long stopEntry;

    ReferenceOrder() {}

    public boolean isBuy() {
        return side == Side.BUY.code();
    }

    public boolean isLive() {
        return status == OrderStatus.NEW
                || status == OrderStatus.PARTIALLY_FILLED
                || status == OrderStatus.PENDING_TRIGGER;
    }

    public long leaves() {
        return isLive() ? total - cumulative : 0;
    }

    boolean is(OrderType wanted) {
        return type == wanted.code();
    }

    boolean is(TimeInForce wanted) {
        return timeInForce == wanted.code();
    }

    boolean isStop() {
        return is(OrderType.STOP) || is(OrderType.STOP_LIMIT);
    }

    boolean isGood() {
        return is(TimeInForce.GTC) || is(TimeInForce.DAY) || is(TimeInForce.GTD);
    }

    /** Whether the order, once it has traded what it can, stays in the book. */
    boolean restsInBook() {
        return isGood() && (is(OrderType.LIMIT) || is(OrderType.ICEBERG) || is(OrderType.STOP_LIMIT));
    }

    void show() {
        shown = is(OrderType.ICEBERG) ? Math.min(display, total - cumulative) : total - cumulative;
    }

    void open() {
        status = waiting
                ? OrderStatus.PENDING_TRIGGER
                : cumulative == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }

    @Override
    public String toString() {
        return (isBuy() ? "B " : "S ") + id + "/" + account + " " + (waiting ? "stop " + stopPrice + " " : "")
                + (total - cumulative) + "(" + shown + ")@" + price;
    }
}
