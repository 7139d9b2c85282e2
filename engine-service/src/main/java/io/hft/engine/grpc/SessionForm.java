package io.hft.engine.grpc;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.event.Event;
import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionReport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Commands of a session as the core's bytes, and its events as reports. Nothing is checked here: the core refuses with a report. */
final class SessionForm {
    private static final int CODE_MAX = Byte.MAX_VALUE;
    private static final int SELF_TRADE_PREVENTION_MAX = 7;

    private SessionForm() {}

    static int encode(
            final SessionCommand command,
            final long sourceId,
            final long sourceSequence,
            final MutableDirectBuffer buffer,
            final int offset) {
        return switch (command.getTypeValue()) {
            case SessionCommand.Type.NEW_ORDER_VALUE ->
                NewOrderCommand.encode(
                        buffer,
                        offset,
                        sourceId,
                        sourceSequence,
                        command.getOrderId(),
                        command.getAccountId(),
                        command.getInstrumentId(),
                        code(command.getSideValue(), CODE_MAX),
                        code(command.getOrderTypeValue(), CODE_MAX),
                        code(command.getTimeInForceValue(), CODE_MAX),
                        command.getPostOnly(),
                        code(command.getSelfTradePreventionValue(), SELF_TRADE_PREVENTION_MAX),
                        command.getPriceTicks(),
                        command.getQuantityLots(),
                        command.getStopPriceTicks(),
                        command.getDisplayQuantityLots(),
                        command.getExpireAtNanos());
            case SessionCommand.Type.CANCEL_ORDER_VALUE ->
                CancelOrderCommand.encode(
                        buffer,
                        offset,
                        sourceId,
                        sourceSequence,
                        command.getOrderId(),
                        command.getAccountId(),
                        command.getInstrumentId());
            case SessionCommand.Type.REPLACE_ORDER_VALUE ->
                ReplaceOrderCommand.encode(
                        buffer,
                        offset,
                        sourceId,
                        sourceSequence,
                        command.getOrderId(),
                        command.getAccountId(),
                        command.getInstrumentId(),
                        command.getPriceTicks(),
                        command.getQuantityLots(),
                        command.getStopPriceTicks(),
                        command.getDisplayQuantityLots());
            default -> CommandHeader.encodeUnknown(buffer, offset, sourceId, sourceSequence);
        };
    }

    /** A code that fits its place; what does not becomes one that nobody knows. */
    private static byte code(final int value, final int max) {
        return (byte) (value < 0 || value > max ? max : value);
    }

    /** @param own the session's own command caused it */
    static SessionReport report(final DirectBuffer buffer, final int offset, final boolean own) {
        return SessionReport.newBuilder()
                .setSequence(Event.sequence(buffer, offset))
                .setTimestampNanos(Event.timestampNanos(buffer, offset))
                .setExecutionTypeValue(Event.typeCode(buffer, offset))
                .setSourceSequence(own ? Event.sourceSequence(buffer, offset) : 0)
                .setOrderId(Event.orderId(buffer, offset))
                .setAccountId(Event.accountId(buffer, offset))
                .setInstrumentId(Event.instrumentId(buffer, offset))
                .setSideValue(Event.sideCode(buffer, offset))
                .setOrderStatusValue(Event.orderStatusCode(buffer, offset))
                .setPriceTicks(Event.priceTicks(buffer, offset))
                .setQuantityLots(Event.quantityLots(buffer, offset))
                .setLastPriceTicks(Event.lastPriceTicks(buffer, offset))
                .setLastQuantityLots(Event.lastQuantityLots(buffer, offset))
                .setCumulativeQuantityLots(Event.cumulativeQuantityLots(buffer, offset))
                .setLeavesQuantityLots(Event.leavesQuantityLots(buffer, offset))
                .setTradeId(Event.tradeId(buffer, offset))
                .setLiquidityValue(Event.liquidityCode(buffer, offset))
                .setRejectReasonValue(Event.rejectReasonCode(buffer, offset))
                .setDuplicate(Event.isDuplicate(buffer, offset))
                .build();
    }
}
