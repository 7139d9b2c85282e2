package io.hft.it.chaos;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.SelfTradePrevention;
import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionCommands;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionReport;
import io.hft.engine.v1.SessionReports;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.it.chaos.oracle.SessionLog;
import io.hft.it.chaos.oracle.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A careful client of the engine's order session, with accounts that the backend does not know: every command has its place in the source's
 * sequence, and after each break it goes on behind the last that the engine has; now and then it sends some of those again. One thread.
 */
final class SessionBot {
    private static final int WINDOW = 48;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final long sourceId;
    private final List<Long> accounts;
    private final int instrumentId;
    private final ManagedChannel channel;
    private final Random random;
    private final List<SessionCommand> sent = new ArrayList<>();
    private final List<SessionReport> reports = new ArrayList<>();
    private final Queue<Violation> surprises = new ConcurrentLinkedQueue<>();
    private long answered;

    SessionBot(long sourceId, List<Long> accounts, int instrumentId, ManagedChannel channel, Random random) {
        this.sourceId = sourceId;
        this.accounts = accounts;
        this.instrumentId = instrumentId;
        this.channel = channel;
        this.random = random;
    }

    SessionLog log() {
        synchronized (reports) {
            return new SessionLog(sourceId, List.copyOf(sent), answered, List.copyOf(reports));
        }
    }

    long answered() {
        synchronized (reports) {
            return answered;
        }
    }

    List<Violation> surprises() {
        return List.copyOf(surprises);
    }

    /** Trades until told to stop. */
    void trade(BooleanSupplier goOn) throws InterruptedException {
        while (goOn.getAsBoolean()) {
            converse(goOn, true);
        }
    }

    /** Brings in what was sent and not answered, and nothing new. */
    void settle(BooleanSupplier goOn) throws InterruptedException {
        while (goOn.getAsBoolean() && answered() < sent.size()) {
            converse(goOn, false);
        }
    }

    /** One stream, until it breaks or is not needed any more. */
    private void converse(BooleanSupplier goOn, boolean trades) throws InterruptedException {
        channel.resetConnectBackoff();
        Stream stream = new Stream();
        TradingEngineGrpc.newStub(channel).orderSession(stream);
        stream.send(SessionRequest.newBuilder()
                .setOpen(SessionOpen.newBuilder().setSourceId(sourceId).addAllAccountIds(accounts))
                .build());
        if (!await(() -> stream.last >= 0 || stream.ended) || stream.ended) {
            stream.cancel();
            TimeUnit.MILLISECONDS.sleep(50);
            return;
        }
        long next = stream.last + 1;
        if (random.nextInt(3) == 0) {
            // What the engine has is answered as a duplicate.
            next = Math.max(1, next - random.nextInt(6));
        }
        while (goOn.getAsBoolean() && !stream.ended) {
            long open = sent.size();
            if (next <= open) {
                long last = Math.min(open, next + WINDOW - 1);
                stream.send(next, sent.subList((int) next - 1, (int) last));
                next = last + 1;
            } else if (trades) {
                sendNew(stream);
                next = sent.size() + 1;
            }
            long wanted = next - 1;
            long enough = trades ? wanted - WINDOW / 2 : wanted;
            if (!await(() -> stream.last >= enough || stream.ended)) {
                break;
            }
            if (!trades && answered() >= sent.size()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
        }
        stream.cancel();
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + SILENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return true;
    }

    private void sendNew(Stream stream) {
        List<SessionCommand> batch = new ArrayList<>();
        int length = 1 + random.nextInt(6);
        long first;
        synchronized (reports) {
            first = sent.size() + 1L;
            for (int i = 0; i < length; i++) {
                SessionCommand command = command();
                sent.add(command);
                batch.add(command);
            }
        }
        stream.send(first, batch);
    }

    private SessionCommand command() {
        int choice = random.nextInt(100);
        if (choice < 65 || sent.isEmpty()) {
            return newOrder();
        }
        SessionCommand before = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(60)));
        SessionCommand.Builder command = SessionCommand.newBuilder()
                .setOrderId(before.getOrderId())
                .setAccountId(before.getAccountId())
                .setInstrumentId(instrumentId);
        if (choice < 82) {
            return command.setType(SessionCommand.Type.CANCEL_ORDER).build();
        }
        return command.setType(SessionCommand.Type.REPLACE_ORDER)
                .setPriceTicks(random.nextBoolean() ? 0 : price())
                .setQuantityLots(1 + random.nextInt(120))
                .build();
    }

    private SessionCommand newOrder() {
        long account = accounts.get(random.nextInt(accounts.size()));
        SessionCommand.Builder order = SessionCommand.newBuilder()
                .setType(SessionCommand.Type.NEW_ORDER)
                .setOrderId(sourceId * 1_000_000_000L + sent.size() + 1)
                .setAccountId(account)
                .setInstrumentId(instrumentId)
                .setSide(random.nextBoolean() ? Side.BUY : Side.SELL)
                .setQuantityLots(1 + random.nextInt(100))
                .setSelfTradePreventionValue(random.nextInt(SelfTradePrevention.values().length - 1))
                .setOrderType(OrderType.LIMIT)
                .setTimeInForce(TimeInForce.GTC)
                .setPriceTicks(price());
        switch (random.nextInt(12)) {
            case 0 -> order.setTimeInForce(TimeInForce.IOC);
            case 1 -> order.setTimeInForce(TimeInForce.FOK);
            case 2 -> order.setTimeInForce(TimeInForce.GTD).setExpireAtNanos(soon());
            case 3 -> order.setPostOnly(true);
            case 4 ->
                order.setOrderType(OrderType.MARKET)
                        .setTimeInForce(TimeInForce.IOC)
                        .setPriceTicks(0);
            case 5 ->
                order.setOrderType(OrderType.ICEBERG)
                        .setDisplayQuantityLots(1 + random.nextInt((int) order.getQuantityLots()));
            case 6 -> order.setOrderType(OrderType.STOP_LIMIT).setStopPriceTicks(price());
            case 7 -> order.setOrderType(OrderType.STOP).setPriceTicks(0).setStopPriceTicks(price());
            default -> {
                // A plain limit order.
            }
        }
        return order.build();
    }

    private long price() {
        return 600 + random.nextInt(21) - 10;
    }

    private long soon() {
        return (System.currentTimeMillis() + 500 + random.nextInt(20_000)) * NANOS_PER_MILLI;
    }

    /** One stream; its replies come on gRPC's threads. */
    private final class Stream implements ClientResponseObserver<SessionRequest, SessionReply> {
        private @Nullable ClientCallStreamObserver<SessionRequest> call;
        private volatile long last = -1;
        private volatile boolean ended;

        @Override
        public void beforeStart(ClientCallStreamObserver<SessionRequest> started) {
            call = started;
        }

        void send(SessionRequest request) {
            try {
                java.util.Objects.requireNonNull(call).onNext(request);
            } catch (IllegalStateException over) {
                // It ended while we were about to send.
                ended = true;
            }
        }

        void send(long first, List<SessionCommand> commands) {
            send(SessionRequest.newBuilder()
                    .setCommands(SessionCommands.newBuilder()
                            .setFirstSourceSequence(first)
                            .addAllCommands(commands))
                    .build());
        }

        void cancel() {
            java.util.Objects.requireNonNull(call).cancel("the client goes on with another stream", null);
        }

        @Override
        public void onNext(SessionReply reply) {
            synchronized (reports) {
                if (reply.hasOpened()) {
                    opened(reply.getOpened().getLastSourceSequence());
                    last = reply.getOpened().getLastSourceSequence();
                } else {
                    SessionReports message = reply.getReports();
                    reports.addAll(message.getReportsList());
                    last = message.getLastSourceSequence();
                    answered = Math.max(answered, last);
                }
            }
        }

        private void opened(long taken) {
            if (taken < answered) {
                surprises.add(new Violation(
                        1,
                        "source " + sourceId + ": command " + answered + " was answered, now the engine's last is "
                                + taken));
            }
            if (taken > sent.size()) {
                surprises.add(new Violation(
                        1,
                        "source " + sourceId + ": the engine has command " + taken + ", the client sent "
                                + sent.size()));
            }
            answered = Math.max(answered, taken);
        }

        @Override
        public void onError(Throwable cause) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
