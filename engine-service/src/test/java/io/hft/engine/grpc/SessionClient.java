package io.hft.engine.grpc;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionCommands;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionOpened;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionReport;
import io.hft.engine.v1.SessionReports;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One order session as a client has it. */
final class SessionClient implements ClientResponseObserver<SessionRequest, SessionReply> {
    static final long ACCOUNT = 7;

    final CompletableFuture<SessionOpened> opened = new CompletableFuture<>();
    final CompletableFuture<Status> ended = new CompletableFuture<>();
    final List<SessionReport> reports = new CopyOnWriteArrayList<>();
    volatile long answered;
    volatile long count;
    private final boolean reads;
    private ClientCallStreamObserver<SessionRequest> stream;

    private SessionClient(final boolean reads) {
        this.reads = reads;
    }

    static SessionClient connect(final ManagedChannel channel) {
        return connect(channel, true);
    }

    private static SessionClient connect(final ManagedChannel channel, final boolean reads) {
        final SessionClient client = new SessionClient(reads);
        TradingEngineGrpc.newStub(channel).orderSession(client);
        return client;
    }

    static SessionClient open(
            final ManagedChannel channel, final long sourceId, final int shard, final Long... accounts) {
        return connect(channel, true).sendOpen(sourceId, shard, accounts);
    }

    /** One that reads nothing but the first reply until it is told to. */
    static SessionClient slow(
            final ManagedChannel channel, final long sourceId, final int shard, final Long... accounts) {
        return connect(channel, false).sendOpen(sourceId, shard, accounts);
    }

    private SessionClient sendOpen(final long sourceId, final int shard, final Long... accounts) {
        send(SessionRequest.newBuilder()
                .setOpen(SessionOpen.newBuilder()
                        .setSourceId(sourceId)
                        .setShard(shard)
                        .addAllAccountIds(List.of(accounts)))
                .build());
        return this;
    }

    @Override
    public void beforeStart(final ClientCallStreamObserver<SessionRequest> started) {
        stream = started;
        if (!reads) {
            started.disableAutoRequestWithInitial(1);
        }
    }

    void readAll() {
        stream.request(Integer.MAX_VALUE);
    }

    void send(final SessionRequest request) {
        stream.onNext(request);
    }

    void send(final long first, final SessionCommand... commands) {
        send(SessionRequest.newBuilder()
                .setCommands(SessionCommands.newBuilder()
                        .setFirstSourceSequence(first)
                        .addAllCommands(List.of(commands)))
                .build());
    }

    /** Limit orders with the order ids {@code idBase + sequence}, so many per message. */
    void sendOrders(final long first, final long last, final int batch, final long idBase) {
        for (long sequence = first; sequence <= last; sequence += batch) {
            final SessionCommands.Builder commands =
                    SessionCommands.newBuilder().setFirstSourceSequence(sequence);
            for (long next = sequence; next < sequence + batch && next <= last; next++) {
                commands.addCommands(limit(idBase + next, Side.BUY, 100 + next % 50, 1));
            }
            send(SessionRequest.newBuilder().setCommands(commands).build());
        }
    }

    static SessionCommand limit(final long orderId, final Side side, final long price, final long quantity) {
        return SessionCommand.newBuilder()
                .setType(SessionCommand.Type.NEW_ORDER)
                .setOrderId(orderId)
                .setAccountId(ACCOUNT)
                .setInstrumentId(1)
                .setSide(side)
                .setOrderType(OrderType.LIMIT)
                .setTimeInForce(TimeInForce.GTC)
                .setPriceTicks(price)
                .setQuantityLots(quantity)
                .build();
    }

    void complete() {
        stream.onCompleted();
    }

    void breakConnection() {
        stream.cancel("broken by the test", null);
    }

    SessionOpened awaitOpened() throws Exception {
        return opened.get(20, TimeUnit.SECONDS);
    }

    Status awaitEnd() throws Exception {
        return ended.get(20, TimeUnit.SECONDS);
    }

    void awaitAnswered(final long sequence) {
        await().atMost(Duration.ofSeconds(40)).until(() -> answered >= sequence || ended.isDone());
        if (answered < sequence) {
            throw new IllegalStateException("ended before " + sequence + " was answered: " + ended.join());
        }
    }

    @Override
    public void onNext(final SessionReply reply) {
        if (reply.hasOpened()) {
            opened.complete(reply.getOpened());
        } else {
            final SessionReports message = reply.getReports();
            reports.addAll(message.getReportsList());
            count += message.getReportsCount();
            answered = message.getLastSourceSequence();
        }
    }

    @Override
    public void onError(final Throwable cause) {
        opened.completeExceptionally(cause);
        ended.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
    }
}
