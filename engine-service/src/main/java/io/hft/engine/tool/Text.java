package io.hft.engine.tool;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.event.OrderStatus;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.TradingState;
import java.time.Instant;
import org.agrona.DirectBuffer;

/** Commands and events as a line of text each. Prices in ticks, quantities in lots, as they are in the files. */
final class Text {
    private static final long NANOS = 1_000_000_000L;

    private Text() {}

    static String time(final long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
                .toString();
    }

    static String hash(final long hash) {
        return String.format("%016x (%s)", hash, Long.toUnsignedString(hash));
    }

    static String command(
            final long sequence, final long nanos, final DirectBuffer buffer, final int offset, final int length) {
        final byte code = CommandHeader.typeCode(buffer, offset);
        final String type =
                CommandType.isKnown(code) ? CommandType.of(code) + fields(code, buffer, offset) : "type " + code;
        final long source = CommandHeader.sourceId(buffer, offset);
        return String.format(
                "%d %s %s%s (%d bytes)",
                sequence,
                time(nanos),
                type,
                source == 0
                        ? ""
                        : " source=" + source + " source_sequence=" + CommandHeader.sourceSequence(buffer, offset),
                length);
    }

    private static String fields(final byte code, final DirectBuffer b, final int o) {
        return switch (CommandType.of(code)) {
            case NEW_ORDER -> newOrder(b, o);
            case CANCEL_ORDER ->
                order(
                        CancelOrderCommand.orderId(b, o),
                        CancelOrderCommand.accountId(b, o),
                        CancelOrderCommand.instrumentId(b, o));
            case REPLACE_ORDER ->
                order(
                                ReplaceOrderCommand.orderId(b, o),
                                ReplaceOrderCommand.accountId(b, o),
                                ReplaceOrderCommand.instrumentId(b, o))
                        + " price=" + ReplaceOrderCommand.priceTicks(b, o)
                        + " quantity=" + ReplaceOrderCommand.quantityLots(b, o)
                        + unlessZero(" stop_price", ReplaceOrderCommand.stopPriceTicks(b, o))
                        + unlessZero(" display_quantity", ReplaceOrderCommand.displayQuantityLots(b, o));
            case UPSERT_INSTRUMENT -> " " + UpsertInstrumentCommand.decode(b, o);
            case MASS_CANCEL ->
                " account=" + MassCancelCommand.accountId(b, o) + " instrument=" + MassCancelCommand.instrumentId(b, o);
            case CONFIGURE ->
                " rules=" + ConfigureCommand.rulesVersion(b, o)
                        + " max_open_orders=" + ConfigureCommand.maxOpenOrders(b, o)
                        + " recent_order_ids=" + ConfigureCommand.recentOrderIds(b, o)
                        + " max_sources=" + ConfigureCommand.maxSources(b, o)
                        + " day_end_nanos=" + ConfigureCommand.dayEndNanos(b, o);
            case SET_RISK_LIMITS ->
                " account=" + SetRiskLimitsCommand.accountId(b, o)
                        + " instrument=" + SetRiskLimitsCommand.instrumentId(b, o)
                        + " price_band_basis_points=" + SetRiskLimitsCommand.priceBandBasisPoints(b, o)
                        + " max_quantity=" + SetRiskLimitsCommand.maxQuantityLots(b, o)
                        + " max_notional=" + SetRiskLimitsCommand.maxNotional(b, o)
                        + " max_position=" + SetRiskLimitsCommand.maxPositionLots(b, o)
                        + " max_open_orders=" + SetRiskLimitsCommand.maxOpenOrders(b, o)
                        + " orders_per_second=" + SetRiskLimitsCommand.ordersPerSecond(b, o);
            case SET_TRADING_STATE ->
                " instrument=" + SetTradingStateCommand.instrumentId(b, o) + " state="
                        + TradingState.of(SetTradingStateCommand.tradingStateCode(b, o));
            case KILL_SWITCH ->
                " account=" + KillSwitchCommand.accountId(b, o)
                        + " engaged=" + KillSwitchCommand.isEngaged(b, o)
                        + " cancel_open_orders=" + KillSwitchCommand.isCancelOpenOrders(b, o);
            case STATE_HASH, TICK -> "";
        };
    }

    private static String newOrder(final DirectBuffer b, final int o) {
        return order(NewOrderCommand.orderId(b, o), NewOrderCommand.accountId(b, o), NewOrderCommand.instrumentId(b, o))
                + " " + side(NewOrderCommand.sideCode(b, o))
                + " " + orderType(NewOrderCommand.orderTypeCode(b, o))
                + " " + timeInForce(NewOrderCommand.timeInForceCode(b, o))
                + (NewOrderCommand.isPostOnly(b, o) ? " POST_ONLY" : "")
                + " price=" + NewOrderCommand.priceTicks(b, o)
                + " quantity=" + NewOrderCommand.quantityLots(b, o)
                + unlessZero(" stop_price", NewOrderCommand.stopPriceTicks(b, o))
                + unlessZero(" display_quantity", NewOrderCommand.displayQuantityLots(b, o))
                + expiry(NewOrderCommand.expireAtNanos(b, o));
    }

    static String event(final DirectBuffer b, final int o) {
        final byte code = Event.typeCode(b, o);
        final String head = Event.sequence(b, o) + " " + time(Event.timestampNanos(b, o)) + " " + EventType.of(code);
        if (EventType.of(code) == EventType.STATE_HASH) {
            return head + " " + hash(Event.stateHash(b, o));
        }
        final int reason = Event.rejectReasonCode(b, o);
        final String trade = Event.isTrade(b, o)
                ? " last_price=" + Event.lastPriceTicks(b, o) + " last_quantity=" + Event.lastQuantityLots(b, o)
                        + " trade=" + Event.tradeId(b, o) + " contra_order=" + Event.contraOrderId(b, o)
                : "";
        return head
                + order(Event.orderId(b, o), Event.accountId(b, o), Event.instrumentId(b, o))
                + " " + side(Event.sideCode(b, o))
                + " " + status(Event.orderStatusCode(b, o))
                + " price=" + Event.priceTicks(b, o)
                + " quantity=" + Event.quantityLots(b, o)
                + " cumulative=" + Event.cumulativeQuantityLots(b, o)
                + " leaves=" + Event.leavesQuantityLots(b, o)
                + trade
                + (reason == 0 ? "" : " reason=" + (RejectReason.isKnown(reason) ? RejectReason.of(reason) : reason))
                + (Event.isDuplicate(b, o) ? " DUPLICATE" : "");
    }

    private static String order(final long orderId, final long accountId, final int instrumentId) {
        return " order=" + orderId + " account=" + accountId + " instrument=" + instrumentId;
    }

    private static String unlessZero(final String name, final long value) {
        return value == 0 ? "" : name + '=' + value;
    }

    private static String expiry(final long nanos) {
        return nanos == 0 ? "" : " expires=" + time(nanos);
    }

    // A refused command may hold any code; it is journaled all the same.
    private static String side(final byte code) {
        return Side.isKnown(code) ? Side.of(code).name() : "side" + code;
    }

    private static String orderType(final byte code) {
        return OrderType.isKnown(code) ? OrderType.of(code).name() : "type" + code;
    }

    private static String timeInForce(final byte code) {
        return TimeInForce.isKnown(code) ? TimeInForce.of(code).name() : "tif" + code;
    }

    private static String status(final byte code) {
        return OrderStatus.isKnown(code) ? OrderStatus.of(code).name() : "status" + code;
    }
}
