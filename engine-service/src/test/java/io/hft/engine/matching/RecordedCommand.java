package io.hft.engine.matching;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.command.CommandType;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One command of a flow with the time that it was given, to be applied again and to be read by people. */
record RecordedCommand(byte[] bytes, long timeNanos) {
    static RecordedCommand of(DirectBuffer buffer, int offset, int length, long timeNanos) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new RecordedCommand(bytes, timeNanos);
    }

    @Override
    public String toString() {
        final UnsafeBuffer command = new UnsafeBuffer(bytes);
        final StringBuilder text = new StringBuilder().append(timeNanos).append(' ');
        if (bytes.length < 24 || !CommandType.isKnown(bytes[3])) {
            return text.append("garbage of ").append(bytes.length).toString();
        }
        final CommandType type = CommandType.of(bytes[3]);
        text.append(type);
        if (command.getLong(8, LITTLE_ENDIAN) != 0) {
            text.append(" from ").append(command.getLong(8, LITTLE_ENDIAN));
            text.append('#').append(command.getLong(16, LITTLE_ENDIAN));
        }
        if (type == CommandType.NEW_ORDER && bytes.length == NewOrderCommand.LENGTH) {
            newOrder(command, text);
        } else if (type == CommandType.REPLACE_ORDER && bytes.length >= ReplaceOrderCommand.LENGTH) {
            text.append(' ').append(ReplaceOrderCommand.orderId(command, 0));
            text.append('/').append(ReplaceOrderCommand.accountId(command, 0));
            text.append(" to ").append(ReplaceOrderCommand.priceTicks(command, 0));
            text.append('x').append(ReplaceOrderCommand.quantityLots(command, 0));
            text.append(" stop ").append(ReplaceOrderCommand.stopPriceTicks(command, 0));
            text.append(" display ").append(ReplaceOrderCommand.displayQuantityLots(command, 0));
        } else {
            for (int at = 24; at + 8 <= bytes.length && at < 72; at += 8) {
                text.append(' ').append(Long.toHexString(command.getLong(at, LITTLE_ENDIAN)));
            }
        }
        return text.toString();
    }

    private static void newOrder(UnsafeBuffer command, StringBuilder text) {
        final byte side = NewOrderCommand.sideCode(command, 0);
        final byte type = NewOrderCommand.orderTypeCode(command, 0);
        final byte tif = NewOrderCommand.timeInForceCode(command, 0);
        text.append(' ').append(NewOrderCommand.orderId(command, 0));
        text.append('/').append(NewOrderCommand.accountId(command, 0));
        text.append(" of ").append(NewOrderCommand.instrumentId(command, 0)).append(' ');
        text.append(Side.isKnown(side) ? Side.of(side) : "side" + side).append(' ');
        text.append(OrderType.isKnown(type) ? OrderType.of(type) : "type" + type)
                .append(' ');
        text.append(TimeInForce.isKnown(tif) ? TimeInForce.of(tif) : "tif" + tif)
                .append(' ');
        text.append(NewOrderCommand.priceTicks(command, 0))
                .append('x')
                .append(NewOrderCommand.quantityLots(command, 0));
        text.append(NewOrderCommand.isPostOnly(command, 0) ? " post-only" : "");
        text.append(" stp ").append(NewOrderCommand.selfTradePreventionCode(command, 0));
        text.append(" stop ").append(NewOrderCommand.stopPriceTicks(command, 0));
        text.append(" display ").append(NewOrderCommand.displayQuantityLots(command, 0));
        text.append(" until ").append(NewOrderCommand.expireAtNanos(command, 0));
    }
}
