package io.hft.engine.grpc;

import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.matching.OpenOrdersCursor;
import io.hft.engine.matching.OrderView;
import io.hft.engine.v1.OrderState;
import java.util.Arrays;

/**
 * A market's open orders, copied piece by piece by the matcher's thread, between its commands, and read by others. Copying and reading
 * take turns.
 */
final class OpenOrdersCopy {
    /** Orders that the matcher looks at in one go. */
    static final int ORDERS_PER_COPY = 2_048;

    private static final int FIELDS = 10;

    private final Market market;
    private final long accountId;
    private long[] fields = new long[FIELDS * 64];
    private final OpenOrdersCursor cursor = new OpenOrdersCursor();
    private boolean wasLast;
    private int size;
    private long asOfSequence;

    /** @param accountId 0 for every account */
    OpenOrdersCopy(final Market market, final long accountId) {
        this.market = market;
        this.accountId = accountId;
    }

    /** The next ones instead of those that were copied before. */
    void copy(final MatchingEngine engine) {
        size = 0;
        asOfSequence = engine.lastEventSequence();
        wasLast = engine.openOrders(market.id(), cursor, ORDERS_PER_COPY, this::add);
    }

    /** No orders come behind those that were copied. */
    boolean wasLast() {
        return wasLast;
    }

    private void add(final OrderView order) {
        if (accountId != 0 && order.accountId() != accountId) {
            return;
        }
        int at = size * FIELDS;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, at * 2);
        }
        fields[at++] = order.orderId();
        fields[at++] = order.accountId();
        fields[at++] = order.priceTicks();
        fields[at++] = order.quantityLots();
        fields[at++] = order.cumulativeQuantityLots();
        fields[at++] = order.leavesQuantityLots();
        fields[at++] = order.stopPriceTicks();
        fields[at++] = order.displayQuantityLots();
        fields[at++] = order.expireAtNanos();
        fields[at] = order.sideCode()
                | order.orderTypeCode() << 8
                | order.timeInForceCode() << 16
                | order.orderStatusCode() << 24
                | (long) order.selfTradePreventionCode() << 32
                | (order.isPostOnly() ? 1L << 40 : 0);
        size++;
    }

    int size() {
        return size;
    }

    long asOfSequence() {
        return asOfSequence;
    }

    OrderState state(final int index) {
        final int at = index * FIELDS;
        final long all = fields[at + 9];
        final int codes = (int) all;
        return OrderState.newBuilder()
                .setOrderId(fields[at])
                .setAccountId(fields[at + 1])
                .setSymbol(market.symbol())
                .setSideValue(codes & 0xFF)
                .setOrderTypeValue(codes >> 8 & 0xFF)
                .setTimeInForceValue(codes >> 16 & 0xFF)
                .setStatusValue(codes >> 24 & 0xFF)
                .setPrice(Wire.price(market, fields[at + 2]))
                .setQuantity(market.quantity().format(fields[at + 3]))
                .setCumulativeQuantity(market.quantity().format(fields[at + 4]))
                .setLeavesQuantity(market.quantity().format(fields[at + 5]))
                .setStopPrice(Wire.price(market, fields[at + 6]))
                .setDisplayQuantity(Wire.quantity(market, fields[at + 7]))
                .setExpireAtNanos(fields[at + 8])
                .setSelfTradePreventionValue((int) (all >> 32) & 0xFF)
                .setPostOnly((all >> 40 & 1) != 0)
                .build();
    }
}
