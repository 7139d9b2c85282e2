package io.hft.engine.reference;

import io.hft.engine.command.SelfTradePrevention;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What happens once an order has been accepted: trades, self-trade prevention, what becomes of the rest, stops. */
final class ReferenceMatching {
    private final ReferenceShard shard;
    private final List<Long> prints = new ArrayList<>();

    ReferenceMatching(ReferenceShard shard) {
        this.shard = shard;
    }

    /** A new order that has said NEW. */
    void enter(ReferenceOrder order) {
        final ReferenceMarket market = shard.market(order);
        prints.clear();
        if (order.isStop()) {
            order.waiting = true;
            order.stopEntry = shard.nextEntry();
            market.stops.add(order);
        } else {
            final RejectReason killed =
                    order.is(TimeInForce.FOK) ? fillOrKill(order, market, limit(order, market)) : RejectReason.NONE;
            if (killed == RejectReason.NONE) {
                execute(order, market);
            } else {
                cancelIncoming(order, killed);
            }
        }
        triggerStops(market);
    }

    /** A replaced order that has left its place and has said REPLACED. */
    void reenter(ReferenceOrder order) {
        final ReferenceMarket market = shard.market(order);
        prints.clear();
        execute(order, market);
        triggerStops(market);
    }

    /** A waiting stop whose terms have changed. */
    void stopChanged(ReferenceMarket market) {
        prints.clear();
        triggerStops(market);
    }

    private long limit(ReferenceOrder order, ReferenceMarket market) {
        if (order.price != 0) {
            return order.price;
        }
        if (shard.rulesVersion == 1) {
            return order.isBuy() ? Long.MAX_VALUE : 1;
        }
        return shard.risk.bandEdge(order.isBuy(), market);
    }

    /** Trades what can be traded, then rests or cancels what is left. */
    private void execute(ReferenceOrder order, ReferenceMarket market) {
        final long limit = limit(order, market);
        while (order.total > order.cumulative && market.crosses(order.isBuy(), limit)) {
            final ReferenceOrder resting =
                    market.levels(!order.isBuy()).firstEntry().getValue().getFirst();
            if (shard.rulesVersion > 1 && resting.account == order.account) {
                if (!meetOwn(order, resting, market)) {
                    return;
                }
            } else {
                trade(order, resting, market);
            }
        }
        if (order.total == order.cumulative) {
            shard.finish(order, OrderStatus.FILLED, RejectReason.NONE);
        } else if (!order.restsInBook()) {
            cancelIncoming(order, RejectReason.NO_LIQUIDITY);
        } else if (!market.fits(order.isBuy(), order.price, order.total - order.cumulative)) {
            cancelIncoming(order, RejectReason.NOTIONAL_OVERFLOW);
        } else {
            order.open();
            market.rest(order);
        }
    }

    private void trade(ReferenceOrder order, ReferenceOrder maker, ReferenceMarket market) {
        final long price = maker.price;
        final long quantity = Math.min(order.total - order.cumulative, maker.shown);
        final long tradeId = shard.nextTradeId();
        maker.cumulative += quantity;
        maker.shown -= quantity;
        maker.open();
        shard.events.trade(maker, order, price, quantity, tradeId, true);
        if (maker.cumulative == maker.total) {
            market.remove(maker);
            shard.finish(maker, OrderStatus.FILLED, RejectReason.NONE);
        } else if (maker.shown == 0) {
            market.refill(maker);
        }
        order.cumulative += quantity;
        shard.events.trade(order, maker, price, quantity, tradeId, false);
        shard.risk.traded(maker, quantity);
        shard.risk.traded(order, quantity);
        market.lastTrade = price;
        prints.add(price);
    }

    /** False when nothing is left to do for the incoming order. */
    private boolean meetOwn(ReferenceOrder order, ReferenceOrder resting, ReferenceMarket market) {
        switch (order.selfTradePrevention == 0
                ? SelfTradePrevention.CANCEL_NEWEST
                : SelfTradePrevention.of(order.selfTradePrevention)) {
            case CANCEL_NEWEST -> {
                cancelIncoming(order, RejectReason.SELF_TRADE_PREVENTED);
                return false;
            }
            case CANCEL_OLDEST -> {
                cancelResting(resting);
                return true;
            }
            case CANCEL_BOTH -> {
                cancelResting(resting);
                cancelIncoming(order, RejectReason.SELF_TRADE_PREVENTED);
                return false;
            }
            case DECREMENT_AND_CANCEL -> {
                return decrement(order, resting, market);
            }
        }
        throw new AssertionError();
    }

    private boolean decrement(ReferenceOrder order, ReferenceOrder resting, ReferenceMarket market) {
        final long open = order.total - order.cumulative;
        final long restingOpen = resting.total - resting.cumulative;
        final long quantity = Math.min(open, resting.shown);
        if (quantity == restingOpen) {
            cancelResting(resting);
        } else {
            resting.total -= quantity;
            resting.shown -= quantity;
            shard.events.order(EventType.REPLACED, resting, RejectReason.SELF_TRADE_PREVENTED, false);
            if (resting.shown == 0) {
                market.refill(resting);
            }
        }
        if (quantity == open) {
            cancelIncoming(order, RejectReason.SELF_TRADE_PREVENTED);
            return false;
        }
        order.total -= quantity;
        order.open();
        shard.events.order(EventType.REPLACED, order, RejectReason.SELF_TRADE_PREVENTED, false);
        return true;
    }

    private void cancelResting(ReferenceOrder resting) {
        shard.end(resting, EventType.CANCELED, OrderStatus.CANCELED, RejectReason.SELF_TRADE_PREVENTED);
    }

    private void cancelIncoming(ReferenceOrder order, RejectReason reason) {
        shard.conclude(order, EventType.CANCELED, OrderStatus.CANCELED, reason);
    }

    /** Why a fill-or-kill order is killed. */
    private RejectReason fillOrKill(ReferenceOrder order, ReferenceMarket market, long limit) {
        BigInteger fillable = BigInteger.ZERO;
        final BigInteger wanted = BigInteger.valueOf(order.total);
        boolean ownOnTheWay = false;
        for (final Map.Entry<Long, List<ReferenceOrder>> level :
                market.levels(!order.isBuy()).entrySet()) {
            if (!ReferenceMarket.within(order.isBuy(), limit, level.getKey())) {
                break;
            }
            // What is hidden trades behind what is shown, so at such a level every own order may be met.
            final boolean hides = level.getValue().stream().anyMatch(resting -> resting.shown < resting.leaves());
            for (final ReferenceOrder resting : level.getValue()) {
                if (!hides && fillable.compareTo(wanted) >= 0) {
                    break;
                }
                if (resting.account == order.account) {
                    ownOnTheWay = true;
                } else {
                    fillable = fillable.add(BigInteger.valueOf(resting.leaves()));
                }
            }
            if (fillable.compareTo(wanted) >= 0) {
                return ownOnTheWay && order.selfTradePrevention != SelfTradePrevention.CANCEL_OLDEST.code()
                        ? RejectReason.SELF_TRADE_PREVENTED
                        : RejectReason.NONE;
            }
        }
        return RejectReason.FOK_NOT_FILLABLE;
    }

    private void triggerStops(ReferenceMarket market) {
        final Deque<ReferenceOrder> queue = new ArrayDeque<>();
        append(queue, market);
        while (!queue.isEmpty()) {
            final ReferenceOrder stop = queue.removeFirst();
            prints.clear();
            stop.waiting = false;
            stop.open();
            if (shard.risk.isKilled(stop.account)) {
                cancelIncoming(stop, RejectReason.KILL_SWITCH);
                continue;
            }
            shard.events.order(EventType.TRIGGERED, stop, RejectReason.NONE, false);
            execute(stop, market);
            append(queue, market);
        }
    }

    // Stops that the trades of the last step have reached leave the waiting room; new ones may be reached already.
    private void append(Deque<ReferenceOrder> queue, ReferenceMarket market) {
        if (market.stops.isEmpty() || market.lastTrade == 0) {
            return;
        }
        long highest = market.lastTrade;
        long lowest = market.lastTrade;
        for (final long print : prints) {
            highest = Math.max(highest, print);
            lowest = Math.min(lowest, print);
        }
        for (final ReferenceOrder stop : market.stopsInOrder()) {
            if (stop.isBuy() ? stop.stopPrice <= highest : stop.stopPrice >= lowest) {
                market.stops.remove(stop);
                queue.addLast(stop);
            }
        }
    }
}
