package io.hft.engine.grpc;

import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.matching.OrderView;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.SelfTradePrevention;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Events and orders as messages; the codes on the wire are those in the bytes. */
final class Wire {
    private final Markets markets;

    Wire(final Markets markets) {
        this.markets = markets;
    }

    ExecutionReport report(final int shard, final DirectBuffer event, final int offset) {
        final byte type = Event.typeCode(event, offset);
        final ExecutionReport.Builder report = ExecutionReport.newBuilder()
                .setShard(shard)
                .setSequence(Event.sequence(event, offset))
                .setTimestampNanos(Event.timestampNanos(event, offset))
                .setExecutionTypeValue(type)
                .setSourceId(Event.sourceId(event, offset))
                .setSourceSequence(Event.sourceSequence(event, offset));
        final @Nullable Market market = markets.find(Event.instrumentId(event, offset));
        if (type == EventType.STATE_HASH.code()) {
            return report.setStateHash(Event.stateHash(event, offset)).build();
        }
        if (market != null) {
            report.setSymbol(market.symbol());
        }
        if (type >= EventType.INSTRUMENT.code()) {
            return notice(report, type, event, offset).build();
        }
        return order(report, market, event, offset).build();
    }

    /** Of the engine's notices, not of an order. */
    private static ExecutionReport.Builder notice(
            final ExecutionReport.Builder report, final byte type, final DirectBuffer event, final int offset) {
        final long quantity = Event.quantityLots(event, offset);
        if (type == EventType.TRADING_STATE.code()) {
            report.setTradingStateValue((int) quantity);
        } else {
            report.setCount(quantity);
        }
        if (type == EventType.MASS_CANCELED.code()) {
            report.setSideValue(Event.sideCode(event, offset));
        }
        return report.setAccountId(Event.accountId(event, offset));
    }

    private static ExecutionReport.Builder order(
            final ExecutionReport.Builder report,
            final @Nullable Market market,
            final DirectBuffer event,
            final int offset) {
        report.setOrderId(Event.orderId(event, offset))
                .setAccountId(Event.accountId(event, offset))
                .setSideValue(known(Side.forNumber(Event.sideCode(event, offset)), Event.sideCode(event, offset)))
                .setOrderTypeValue(known(
                        OrderType.forNumber(Event.orderTypeCode(event, offset)), Event.orderTypeCode(event, offset)))
                .setTimeInForceValue(known(
                        TimeInForce.forNumber(Event.timeInForceCode(event, offset)),
                        Event.timeInForceCode(event, offset)))
                .setOrderStatusValue(Event.orderStatusCode(event, offset))
                .setRejectReasonValue(Event.rejectReasonCode(event, offset))
                .setDuplicate(Event.isDuplicate(event, offset));
        final boolean trade = Event.isTrade(event, offset);
        if (!trade) {
            report.setExpireAtNanos(Event.expireAtNanos(event, offset))
                    .setPostOnly(Event.isPostOnly(event, offset))
                    .setSelfTradePreventionValue(known(
                            SelfTradePrevention.forNumber(Event.selfTradePreventionCode(event, offset)),
                            Event.selfTradePreventionCode(event, offset)));
        }
        if (market == null) {
            return report;
        }
        report.setPrice(price(market, Event.priceTicks(event, offset)))
                .setQuantity(market.quantity().format(Event.quantityLots(event, offset)))
                .setCumulativeQuantity(market.quantity().format(Event.cumulativeQuantityLots(event, offset)))
                .setLeavesQuantity(market.quantity().format(Event.leavesQuantityLots(event, offset)));
        if (!trade) {
            report.setStopPrice(price(market, Event.stopPriceTicks(event, offset)))
                    .setDisplayQuantity(quantity(market, Event.displayQuantityLots(event, offset)));
        } else {
            report.setLastPrice(market.price().format(Event.lastPriceTicks(event, offset)))
                    .setLastQuantity(market.quantity().format(Event.lastQuantityLots(event, offset)))
                    .setTradeId(Event.tradeId(event, offset))
                    .setContraOrderId(Event.contraOrderId(event, offset))
                    .setContraAccountId(Event.contraAccountId(event, offset))
                    .setLiquidityValue(Event.liquidityCode(event, offset));
        }
        return report;
    }

    /**
     * The order as the event leaves it; null when the event knows no order.
     *
     * @param asked the market that the request named; the order of a repeated id may be in another one
     * @param before the order as the event before left it: a trade does not repeat all of its terms
     */
    @Nullable
    OrderState state(
            final Market asked, final DirectBuffer event, final int offset, final @Nullable OrderState before) {
        if (Event.orderStatusCode(event, offset) == 0) {
            return null;
        }
        final Market market = Objects.requireNonNullElse(markets.find(Event.instrumentId(event, offset)), asked);
        final OrderState.Builder state = OrderState.newBuilder()
                .setOrderId(Event.orderId(event, offset))
                .setAccountId(Event.accountId(event, offset))
                .setSymbol(market.symbol())
                .setSideValue(Event.sideCode(event, offset))
                .setOrderTypeValue(Event.orderTypeCode(event, offset))
                .setTimeInForceValue(Event.timeInForceCode(event, offset))
                .setStatusValue(Event.orderStatusCode(event, offset))
                .setPrice(price(market, Event.priceTicks(event, offset)))
                .setQuantity(market.quantity().format(Event.quantityLots(event, offset)))
                .setCumulativeQuantity(market.quantity().format(Event.cumulativeQuantityLots(event, offset)))
                .setLeavesQuantity(market.quantity().format(Event.leavesQuantityLots(event, offset)))
                .setRejectReasonValue(Event.rejectReasonCode(event, offset));
        final boolean open = isOpen(Event.orderStatusCode(event, offset));
        if (!Event.isTrade(event, offset)) {
            state.setPostOnly(Event.isPostOnly(event, offset))
                    .setSelfTradePreventionValue(Event.selfTradePreventionCode(event, offset));
            if (open) {
                state.setStopPrice(price(market, Event.stopPriceTicks(event, offset)))
                        .setDisplayQuantity(quantity(market, Event.displayQuantityLots(event, offset)))
                        .setExpireAtNanos(Event.expireAtNanos(event, offset));
            }
        } else if (before != null) {
            state.setPostOnly(before.getPostOnly()).setSelfTradePreventionValue(before.getSelfTradePreventionValue());
            if (open) {
                state.setStopPrice(before.getStopPrice())
                        .setDisplayQuantity(before.getDisplayQuantity())
                        .setExpireAtNanos(before.getExpireAtNanos());
            }
        }
        return state.build();
    }

    static OrderState state(final Market market, final OrderView order) {
        return OrderState.newBuilder()
                .setOrderId(order.orderId())
                .setAccountId(order.accountId())
                .setSymbol(market.symbol())
                .setSideValue(order.sideCode())
                .setOrderTypeValue(order.orderTypeCode())
                .setTimeInForceValue(order.timeInForceCode())
                .setStatusValue(order.orderStatusCode())
                .setPrice(price(market, order.priceTicks()))
                .setQuantity(market.quantity().format(order.quantityLots()))
                .setCumulativeQuantity(market.quantity().format(order.cumulativeQuantityLots()))
                .setLeavesQuantity(market.quantity().format(order.leavesQuantityLots()))
                .setRejectReasonValue(order.rejectReasonCode())
                .setStopPrice(price(market, order.stopPriceTicks()))
                .setDisplayQuantity(quantity(market, order.displayQuantityLots()))
                .setExpireAtNanos(order.expireAtNanos())
                .setPostOnly(order.isPostOnly())
                .setSelfTradePreventionValue(order.selfTradePreventionCode())
                .build();
    }

    private static boolean isOpen(final byte statusCode) {
        return statusCode == OrderStatus.NEW_VALUE
                || statusCode == OrderStatus.PARTIALLY_FILLED_VALUE
                || statusCode == OrderStatus.PENDING_TRIGGER_VALUE;
    }

    static io.hft.engine.v1.Instrument instrument(final Market market) {
        final io.hft.engine.instrument.Instrument instrument = market.instrument();
        return io.hft.engine.v1.Instrument.newBuilder()
                .setSymbol(instrument.symbol())
                .setBaseAsset(instrument.baseAsset())
                .setQuoteAsset(instrument.quoteAsset())
                .setTickSize(market.price().unit())
                .setLotSize(market.quantity().unit())
                .setMaxQuantity(market.quantity().format(instrument.maxQuantityLots()))
                .setReferencePrice(market.price().format(instrument.referencePriceTicks()))
                .setPriceBandBasisPoints(instrument.priceBandBasisPoints())
                .setShard(market.shard().shard())
                .setInstrumentId(market.id())
                .setTradingStateValue(market.tradingState().code())
                .build();
    }

    /** Empty for a market order without protection. */
    static String price(final Market market, final long ticks) {
        return ticks == 0 ? "" : market.price().format(ticks);
    }

    /** Empty for an order without one. */
    static String quantity(final Market market, final long lots) {
        return lots == 0 ? "" : market.quantity().format(lots);
    }

    /** A refused command may carry a code that means nothing; it is shown as unspecified. */
    private static int known(final @Nullable Enum<?> constant, final byte code) {
        return constant == null ? 0 : code;
    }
}
