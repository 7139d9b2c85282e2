package io.hft.engine.matching;

import io.hft.engine.command.OrderType;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.Liquidity;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import org.agrona.DirectBuffer;

/** One event as tests see it: everything but sequence, time and source, which the harness checks for every event. */
record Report(
        EventType type,
        long orderId,
        long accountId,
        int instrumentId,
        byte side,
        byte orderType,
        byte timeInForce,
        byte status,
        long price,
        long quantity,
        long lastPrice,
        long lastQuantity,
        long cumulative,
        long leaves,
        long tradeId,
        long contraOrderId,
        long contraAccountId,
        RejectReason reason,
        byte liquidity,
        boolean duplicate) {

    static Report read(DirectBuffer buffer, int offset) {
        return new Report(
                EventType.of(Event.typeCode(buffer, offset)),
                Event.orderId(buffer, offset),
                Event.accountId(buffer, offset),
                Event.instrumentId(buffer, offset),
                Event.sideCode(buffer, offset),
                Event.orderTypeCode(buffer, offset),
                Event.timeInForceCode(buffer, offset),
                Event.orderStatusCode(buffer, offset),
                Event.priceTicks(buffer, offset),
                Event.quantityLots(buffer, offset),
                Event.lastPriceTicks(buffer, offset),
                Event.lastQuantityLots(buffer, offset),
                Event.cumulativeQuantityLots(buffer, offset),
                Event.leavesQuantityLots(buffer, offset),
                Event.tradeId(buffer, offset),
                Event.contraOrderId(buffer, offset),
                Event.contraAccountId(buffer, offset),
                RejectReason.of(Event.rejectReasonCode(buffer, offset)),
                Event.liquidityCode(buffer, offset),
                Event.isDuplicate(buffer, offset));
    }

    /**
     * For example {@code TRADE 1/11 BUY LIMIT GTC PARTIALLY_FILLED 100x10 cum 4 leaves 6, 4@100 trade 1 MAKER against 2/12}:
     * order and account, what it asked for, what became of it; last quantity and price, contra order and account.
     */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        text.append(type).append(' ').append(orderId).append('/').append(accountId);
        if (side != 0) {
            text.append(' ').append(Side.isKnown(side) ? Side.of(side) : "side" + side);
            text.append(' ').append(OrderType.isKnown(orderType) ? OrderType.of(orderType) : "type" + orderType);
            text.append(' ')
                    .append(TimeInForce.isKnown(timeInForce) ? TimeInForce.of(timeInForce) : "tif" + timeInForce);
        }
        if (status != 0) {
            text.append(' ').append(OrderStatus.of(status));
            text.append(' ').append(price).append('x').append(quantity);
            text.append(" cum ").append(cumulative).append(" leaves ").append(leaves);
        }
        if (liquidity != 0) {
            text.append(", ").append(lastQuantity).append('@').append(lastPrice);
            text.append(" trade ").append(tradeId).append(' ').append(Liquidity.of(liquidity));
            text.append(" against ").append(contraOrderId).append('/').append(contraAccountId);
        }
        if (reason != RejectReason.NONE) {
            text.append(", ").append(reason);
        }
        return duplicate ? text.append(", duplicate").toString() : text.toString();
    }
}
