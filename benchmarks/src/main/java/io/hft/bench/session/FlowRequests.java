package io.hft.bench.session;

import io.hft.bench.flow.FlowShape;
import io.hft.bench.flow.OrderFlow;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionCommands;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;

/** The messages of a flow as batches of session commands, over and over with new ids. Used by one thread. */
final class FlowRequests {
    private static final int MESSAGES = 500_000;
    private static final long SEED = 1;
    private static final int ACCOUNTS = 1 << 10;

    private final OrderFlow flow = FlowShape.NORMAL.generate(SEED, MESSAGES);
    private final int instrumentId;
    private final int batch;
    private final long idsPerRound;
    private final SessionCommand.Builder command = SessionCommand.newBuilder();
    private int message;
    private long idOffset;

    FlowRequests(int instrumentId, int batch) {
        this.instrumentId = instrumentId;
        this.batch = batch;
        long maxId = 0;
        for (int i = 0; i < flow.size(); i++) {
            maxId = Math.max(maxId, flow.orderId(i));
        }
        idsPerRound = maxId;
    }

    /** The next batch, its first command with that source sequence. */
    SessionRequest next(long firstSourceSequence) {
        final SessionCommands.Builder commands =
                SessionCommands.newBuilder().setFirstSourceSequence(firstSourceSequence);
        for (int i = 0; i < batch; i++) {
            commands.addCommands(command());
        }
        return SessionRequest.newBuilder().setCommands(commands).build();
    }

    private SessionCommand command() {
        if (message == flow.size()) {
            message = 0;
            idOffset += idsPerRound;
        }
        final int at = message++;
        final long orderId = idOffset + flow.orderId(at);
        command.clear()
                .setOrderId(orderId)
                .setAccountId(1 + (orderId & ACCOUNTS - 1))
                .setInstrumentId(instrumentId);
        switch (flow.kind(at)) {
            case OrderFlow.NEW ->
                command.setType(SessionCommand.Type.NEW_ORDER)
                        .setSide(flow.isBuy(at) ? Side.BUY : Side.SELL)
                        .setOrderType(OrderType.LIMIT)
                        .setTimeInForce(flow.isImmediateOrCancel(at) ? TimeInForce.IOC : TimeInForce.GTC)
                        .setPriceTicks(flow.price(at))
                        .setQuantityLots(flow.quantity(at));
            case OrderFlow.CANCEL -> command.setType(SessionCommand.Type.CANCEL_ORDER);
            default ->
                command.setType(SessionCommand.Type.REPLACE_ORDER)
                        .setPriceTicks(flow.price(at))
                        .setQuantityLots(flow.quantity(at));
        }
        return command.build();
    }
}
