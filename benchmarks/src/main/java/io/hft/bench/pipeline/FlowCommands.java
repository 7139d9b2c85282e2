package io.hft.bench.pipeline;

import io.hft.bench.flow.OrderFlow;
import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.sequencing.CommandEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * The messages of a flow as commands, over and over with new ids. Accounts follow from the order ids, many of them, so that hardly an order
 * meets one of its own account. Used by one thread.
 */
public final class FlowCommands implements CommandEncoder {
    private static final int ACCOUNTS = 1 << 10;

    private final OrderFlow flow;
    private final long idsPerRound;
    private int message = -1;
    private long idOffset;

    public FlowCommands(OrderFlow flow) {
        this.flow = flow;
        long maxId = 0;
        for (int i = 0; i < flow.size(); i++) {
            maxId = Math.max(maxId, flow.orderId(i));
        }
        idsPerRound = maxId;
    }

    /** Goes on to the next message. */
    public void next() {
        if (++message == flow.size()) {
            message = 0;
            idOffset += idsPerRound;
        }
    }

    @Override
    public int encode(MutableDirectBuffer buffer, int offset) {
        final long orderId = idOffset + flow.orderId(message);
        final long accountId = 1 + (orderId & ACCOUNTS - 1);
        final int instrumentId = PipelineUnderTest.INSTRUMENT_ID;
        return switch (flow.kind(message)) {
            case OrderFlow.NEW ->
                NewOrderCommand.encode(
                        buffer,
                        offset,
                        0,
                        0,
                        orderId,
                        accountId,
                        instrumentId,
                        flow.isBuy(message) ? Side.BUY : Side.SELL,
                        OrderType.LIMIT,
                        flow.isImmediateOrCancel(message) ? TimeInForce.IOC : TimeInForce.GTC,
                        flow.price(message),
                        flow.quantity(message));
            case OrderFlow.CANCEL -> CancelOrderCommand.encode(buffer, offset, 0, 0, orderId, accountId, instrumentId);
            default ->
                ReplaceOrderCommand.encode(
                        buffer,
                        offset,
                        0,
                        0,
                        orderId,
                        accountId,
                        instrumentId,
                        flow.price(message),
                        flow.quantity(message));
        };
    }
}
