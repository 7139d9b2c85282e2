package io.hft.engine.reference;

import io.hft.engine.command.OrderType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.TradingState;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Limits of all scopes, kill switches, positions. What can be counted over the open orders is counted anew each time. */
final class ReferenceRisk {
    record Scope(long account, int instrument) {}

    record Limits(
            int bandBasisPoints,
            long maxQuantity,
            long maxNotional,
            long maxPosition,
            int maxOpenOrders,
            int ordersPerSecond) {
        private static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0);

        boolean areValidFor(Scope scope) {
            final boolean negative = bandBasisPoints < 0
                    || maxQuantity < 0
                    || maxNotional < 0
                    || maxPosition < 0
                    || maxOpenOrders < 0
                    || ordersPerSecond < 0;
            final boolean ofInstrument = maxQuantity != 0 || maxNotional != 0 || maxPosition != 0;
            final boolean ofAccount = maxOpenOrders != 0 || ordersPerSecond != 0;
            return !negative
                    && bandBasisPoints <= 10_000
                    && (bandBasisPoints == 0 || scope.account == 0 && scope.instrument != 0)
                    && (!ofInstrument || scope.instrument != 0)
                    && (!ofAccount || scope.instrument == 0);
        }
    }

    private record Window(long second, int orders) {}

    final Map<Scope, Limits> limits = new HashMap<>();
    final Set<Long> killed = new HashSet<>();
    private final Map<Scope, BigInteger> positions = new HashMap<>();
    private final Map<Long, Window> windows = new HashMap<>();

    void traded(ReferenceOrder order, long quantity) {
        final BigInteger signed = BigInteger.valueOf(order.isBuy() ? quantity : -quantity);
        positions.merge(new Scope(order.account, order.instrument), signed, BigInteger::add);
    }

    RejectReason checkNew(
            ReferenceOrder order, ReferenceMarket market, Collection<ReferenceOrder> open, long nowNanos) {
        RejectReason reason = checkSwitches(order.account, market);
        if (reason == RejectReason.NONE) {
            reason = checkSize(order, market, order.price, order.total);
        }
        if (reason == RejectReason.NONE && !withinBand(order, market, order.price, order.stopPrice)) {
            reason = RejectReason.PRICE_OUTSIDE_BAND;
        }
        if (reason == RejectReason.NONE && (order.restsInBook() || order.isStop())) {
            final long most = ofAccount(order, Limits::maxOpenOrders);
            if (most != 0
                    && open.stream()
                                    .filter(other -> other.account == order.account)
                                    .count()
                            >= most) {
                reason = RejectReason.MAX_OPEN_ORDERS_EXCEEDED;
            }
        }
        if (reason == RejectReason.NONE && !positionAllows(order, open, order.total)) {
            reason = RejectReason.MAX_POSITION_EXCEEDED;
        }
        return reason == RejectReason.NONE ? checkRate(order, nowNanos) : reason;
    }

    RejectReason checkReplace(
            ReferenceOrder order,
            ReferenceMarket market,
            Collection<ReferenceOrder> open,
            long price,
            long total,
            long stopPrice,
            boolean newDisplay,
            long nowNanos) {
        RejectReason reason = checkSwitches(order.account, market);
        final boolean newPrices = price != order.price || stopPrice != order.stopPrice;
        if (reason != RejectReason.NONE || !newPrices && !newDisplay && total <= order.total) {
            return reason;
        }
        reason = checkSize(order, market, price, total);
        if (reason == RejectReason.NONE
                && newPrices
                && !withinBand(order, market, price, order.waiting ? stopPrice : 0)) {
            reason = RejectReason.PRICE_OUTSIDE_BAND;
        }
        if (reason == RejectReason.NONE && total > order.total && !positionAllows(order, open, total - order.total)) {
            reason = RejectReason.MAX_POSITION_EXCEEDED;
        }
        return reason == RejectReason.NONE ? checkRate(order, nowNanos) : reason;
    }

    boolean isKilled(long account) {
        return killed.contains(0L) || killed.contains(account);
    }

    /** The worst price at which a market order without protection may trade. */
    long bandEdge(boolean buy, ReferenceMarket market) {
        final int band = band(market);
        if (band == 0) {
            return buy ? Long.MAX_VALUE : 1;
        }
        final BigInteger reference = BigInteger.valueOf(market.referencePrice());
        final BigInteger width = width(market);
        return buy
                ? reference.add(width).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact()
                : reference.subtract(width).max(BigInteger.ONE).longValueExact();
    }

    private RejectReason checkSwitches(long account, ReferenceMarket market) {
        if (killed.contains(0L)) {
            return RejectReason.KILL_SWITCH_ENGAGED;
        }
        if (killed.contains(account)) {
            return RejectReason.ACCOUNT_KILL_SWITCH_ENGAGED;
        }
        if (market.state == TradingState.HALTED) {
            return RejectReason.INSTRUMENT_HALTED;
        }
        return market.state == TradingState.CANCEL_ONLY ? RejectReason.INSTRUMENT_CANCEL_ONLY : RejectReason.NONE;
    }

    private RejectReason checkSize(ReferenceOrder order, ReferenceMarket market, long price, long total) {
        final long maxQuantity = ofInstrument(order, Limits::maxQuantity);
        if (maxQuantity != 0 && total > maxQuantity) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        final long maxNotional = ofInstrument(order, Limits::maxNotional);
        final BigInteger notional =
                BigInteger.valueOf(price != 0 ? price : market.referencePrice()).multiply(BigInteger.valueOf(total));
        return maxNotional != 0 && notional.compareTo(BigInteger.valueOf(maxNotional)) > 0
                ? RejectReason.MAX_NOTIONAL_EXCEEDED
                : RejectReason.NONE;
    }

    private boolean withinBand(ReferenceOrder order, ReferenceMarket market, long price, long stopPrice) {
        if (band(market) == 0) {
            return true;
        }
        final BigInteger reference = BigInteger.valueOf(market.referencePrice());
        final BigInteger highest = reference.add(width(market));
        final BigInteger lowest = reference.subtract(width(market));
        final BigInteger limit = BigInteger.valueOf(price);
        final BigInteger stop = BigInteger.valueOf(stopPrice);
        final boolean priceIsIn =
                price == 0 || (order.isBuy() ? limit.compareTo(highest) <= 0 : limit.compareTo(lowest) >= 0);
        return priceIsIn && (stopPrice == 0 || stop.compareTo(highest) <= 0 && stop.compareTo(lowest) >= 0);
    }

    private boolean positionAllows(ReferenceOrder order, Collection<ReferenceOrder> open, long added) {
        final long most = ofInstrument(order, Limits::maxPosition);
        if (most == 0) {
            return true;
        }
        final BigInteger position = positions.getOrDefault(new Scope(order.account, order.instrument), BigInteger.ZERO);
        BigInteger worst = (order.isBuy() ? position : position.negate()).add(BigInteger.valueOf(added));
        for (final ReferenceOrder other : open) {
            if (other.account == order.account
                    && other.instrument == order.instrument
                    && other.isBuy() == order.isBuy()) {
                worst = worst.add(BigInteger.valueOf(other.leaves()));
            }
        }
        return worst.compareTo(BigInteger.valueOf(most)) <= 0;
    }

    private RejectReason checkRate(ReferenceOrder order, long nowNanos) {
        final long second = Math.floorDiv(nowNanos, 1_000_000_000L);
        final Window window = windows.get(order.account);
        final int soFar = window == null || window.second != second ? 0 : window.orders;
        final long most = ofAccount(order, Limits::ordersPerSecond);
        if (most != 0 && soFar >= most) {
            return RejectReason.ORDER_RATE_EXCEEDED;
        }
        windows.put(order.account, new Window(second, soFar + 1));
        return RejectReason.NONE;
    }

    private int band(ReferenceMarket market) {
        final int limit = limits.getOrDefault(new Scope(0, market.definition.instrumentId()), Limits.NONE)
                .bandBasisPoints();
        return limit != 0 ? limit : market.definition.priceBandBasisPoints();
    }

    private BigInteger width(ReferenceMarket market) {
        return BigInteger.valueOf(market.referencePrice())
                .multiply(BigInteger.valueOf(band(market)))
                .divide(BigInteger.valueOf(10_000));
    }

    private long ofInstrument(ReferenceOrder order, ToLongFunction<Limits> limit) {
        final long own =
                limit.applyAsLong(limits.getOrDefault(new Scope(order.account, order.instrument), Limits.NONE));
        return own != 0 ? own : limit.applyAsLong(limits.getOrDefault(new Scope(0, order.instrument), Limits.NONE));
    }

    private long ofAccount(ReferenceOrder order, ToLongFunction<Limits> limit) {
        final long own = limit.applyAsLong(limits.getOrDefault(new Scope(order.account, 0), Limits.NONE));
        return own != 0 ? own : limit.applyAsLong(limits.getOrDefault(new Scope(0, 0), Limits.NONE));
    }

    /** Whether the type alone makes a price optional. */
    static boolean priceIsOptional(ReferenceOrder order) {
        return order.is(OrderType.MARKET) || order.is(OrderType.STOP);
    }
}
