package io.hft.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionReport;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much of an order session may be under way, and what becomes of clients that do not read. */
@Timeout(90)
class OrderSessionLimitsTest {
    private static final long SOURCE = 11;

    @TempDir
    Path directory;

    private final FaultyFiles journalFiles = new FaultyFiles(".journal");

    private EngineFixture engine;

    @AfterEach
    void close() {
        journalFiles.releaseForces();
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void waitsForRoomInTheRingAndLosesNothing() throws Exception {
        engine = EngineFixture.start(config(4, 8_192));
        final List<SessionClient> sessions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final SessionClient session = SessionClient.open(engine.channel(), SOURCE + i, 0);
            session.awaitOpened();
            sessions.add(session);
        }
        for (int i = 0; i < 3; i++) {
            sessions.get(i).sendOrders(1, 3_000, 100, 10_000L * i);
        }
        for (final SessionClient session : sessions) {
            session.awaitAnswered(3_000);
            assertThat(session.reports)
                    .extracting(SessionReport::getSourceSequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 3_000).boxed().toList());
            assertThat(session.reports)
                    .extracting(SessionReport::getExecutionType)
                    .containsOnly(ExecutionType.EXECUTION_NEW);
        }
    }

    @Test
    void hasNoMoreThanItsWindowUnderWay() throws Exception {
        engine = EngineFixture.start(
                config(64, 8).withJournal(new EngineConfig.Journal(Durability.SYNC, 10, 1 << 20)), journalFiles);
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        assertThat(session.awaitOpened().getWindow()).isEqualTo(8);
        journalFiles.holdForces();
        session.sendOrders(1, 200, 20, 0);
        // Of one connection: what was sent before is in the ring, or waits for the window, when the later call is
        // answered.
        final ListenableFuture<SubmitOrderResponse> other = TradingEngineGrpc.newFutureStub(engine.channel())
                .submitOrder(
                        EngineFixture.limit(1_000, Side.SELL, "54000.00", "1").build());
        engine.client().listInstruments(ListInstrumentsRequest.getDefaultInstance());
        assertThat(session.reports).isEmpty();
        journalFiles.releaseForces();
        final long place = other.get(20, TimeUnit.SECONDS).getLastSequence();
        session.awaitAnswered(200);
        assertThat(allEvents().stream()
                        .filter(event -> event.getSourceId() == SOURCE && event.getSequence() < place)
                        .count())
                .isLessThanOrEqualTo(8);
    }

    @Test
    void readsNoFurtherFromWhoDoesNotRead() throws Exception {
        engine = EngineFixture.start(config(1_024, 64));
        final SessionClient session = SessionClient.slow(engine.channel(), SOURCE, 0);
        session.awaitOpened();
        final int orders = 40_000;
        session.sendOrders(1, orders, 100, 0);
        final SessionClient other = SessionClient.open(engine.channel(), SOURCE + 1, 0);
        other.sendOrders(1, 1_000, 100, 1_000_000);
        other.awaitAnswered(1_000);
        assertThat(session.ended).isNotDone();
        session.readAll();
        session.awaitAnswered(orders);
        assertThat(session.count).isEqualTo(orders);
    }

    @Test
    void endsWhoFallsTooFarBehindOthers() throws Exception {
        engine = EngineFixture.start(config(1_024, 8_192));
        final SessionClient follower = SessionClient.slow(engine.channel(), SOURCE, 0, SessionClient.ACCOUNT);
        follower.awaitOpened();
        final SessionClient sender = SessionClient.open(engine.channel(), SOURCE + 1, 0);
        sender.sendOrders(1, 40_000, 100, 0);
        sender.awaitAnswered(40_000);
        follower.readAll();
        final Status end = follower.awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.getDescription()).contains("behind");
        assertThat(follower.count).isLessThan(40_000);
    }

    private static SessionRequest open(final long sourceId, final int shard) {
        return SessionRequest.newBuilder()
                .setOpen(SessionOpen.newBuilder().setSourceId(sourceId).setShard(shard))
                .build();
    }

    private List<ExecutionReport> allEvents() {
        return engine.events(1, engine.stats().getLastSequence());
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", engine.engine().port())
                .usePlaintext()
                .build();
    }

    private EngineConfig config(final int commandRing, final int window) {
        final EngineConfig config = EngineFixture.config(directory);
        final EngineConfig.Grpc grpc = config.grpc();
        return config.withThreads(new EngineConfig.Threads(
                        config.threads().waitStrategy(),
                        commandRing,
                        config.threads().eventRingSize()))
                .withJournal(new EngineConfig.Journal(Durability.NONE, 10, 1 << 20))
                .withGrpc(new EngineConfig.Grpc(
                        grpc.streamThreads(),
                        grpc.maxSubscribers(),
                        grpc.maxInboundMessageBytes(),
                        grpc.eventsPerBatch(),
                        grpc.reportsPerAnswer(),
                        grpc.openOrdersPerPage(),
                        grpc.shutdownGraceMillis(),
                        grpc.maxSessions(),
                        window,
                        100));
    }
}
