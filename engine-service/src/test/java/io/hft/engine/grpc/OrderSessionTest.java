package io.hft.engine.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.ListOpenOrdersRequest;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionCommands;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionReport;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(90)
class OrderSessionTest {
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
    void answersCommandsWithTheirReports() throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        assertThat(session.awaitOpened().getLastSourceSequence()).isZero();
        assertThat(session.awaitOpened().getWindow()).isEqualTo(8_192);
        session.send(
                1,
                SessionClient.limit(1, Side.SELL, 5_000_000, 10),
                SessionCommand.newBuilder()
                        .setType(SessionCommand.Type.REPLACE_ORDER)
                        .setOrderId(1)
                        .setAccountId(SessionClient.ACCOUNT)
                        .setInstrumentId(1)
                        .setPriceTicks(5_000_100)
                        .setQuantityLots(8)
                        .build());
        session.send(
                3,
                SessionCommand.newBuilder()
                        .setType(SessionCommand.Type.CANCEL_ORDER)
                        .setOrderId(1)
                        .setAccountId(SessionClient.ACCOUNT)
                        .setInstrumentId(1)
                        .build());
        session.awaitAnswered(3);
        assertThat(session.reports)
                .extracting(SessionReport::getExecutionType, SessionReport::getSourceSequence)
                .containsExactly(
                        tuple(ExecutionType.EXECUTION_NEW, 1L),
                        tuple(ExecutionType.EXECUTION_REPLACED, 2L),
                        tuple(ExecutionType.EXECUTION_CANCELED, 3L));
        final SessionReport replaced = session.reports.get(1);
        assertThat(replaced.getPriceTicks()).isEqualTo(5_000_100);
        assertThat(replaced.getLeavesQuantityLots()).isEqualTo(8);
        session.complete();
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void bringsWhatNoOrderMayBeToTheCoreWhichRefusesItAndTakesItsSequence() throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        session.send(
                1,
                SessionCommand.getDefaultInstance(),
                SessionClient.limit(2, Side.BUY, -5, 1),
                SessionClient.limit(3, Side.BUY, 100, 1).toBuilder()
                        .setSideValue(300)
                        .build(),
                SessionClient.limit(4, Side.BUY, 100, 1).toBuilder()
                        .setInstrumentId(999)
                        .build(),
                SessionClient.limit(5, Side.BUY, 100, 1));
        session.awaitAnswered(5);
        assertThat(session.reports)
                .extracting(SessionReport::getRejectReason)
                .containsExactly(
                        RejectReason.UNSUPPORTED_COMMAND,
                        RejectReason.INVALID_PRICE,
                        RejectReason.INVALID_SIDE,
                        RejectReason.UNKNOWN_INSTRUMENT,
                        RejectReason.REJECT_REASON_NONE);
        session.breakConnection();
        assertThat(SessionClient.open(engine.channel(), SOURCE, 0).awaitOpened().getLastSourceSequence())
                .isEqualTo(5);
    }

    @Test
    void takesEachOrderOnceThoughTheConnectionBreaksAndTheClientSendsAgain() throws Exception {
        engine = EngineFixture.start(config(64, 512));
        final int orders = 6_000;
        long next = 1;
        int broken = 0;
        while (next <= orders) {
            final ManagedChannel channel = channel();
            try {
                final SessionClient session = SessionClient.open(channel, SOURCE, 0);
                final long known = session.awaitOpened().getLastSourceSequence();
                // Some that it has already, on purpose, and then on.
                next = Math.max(1, known - 20);
                final long last = Math.min(orders, next + 1_500);
                session.sendOrders(next, last, 37, 0);
                final long before = next;
                await().until(() -> session.answered > before + 300 || session.answered == orders);
                next = session.answered == orders ? orders + 1 : next;
                broken++;
            } finally {
                channel.shutdownNow();
            }
        }
        assertThat(broken).isGreaterThan(4);
        final SessionClient last = SessionClient.open(engine.channel(), SOURCE, 0);
        assertThat(last.awaitOpened().getLastSourceSequence()).isEqualTo(orders);
        final Map<Long, Long> accepted = allEvents().stream()
                .filter(event -> event.getExecutionType() == ExecutionType.EXECUTION_NEW)
                .collect(Collectors.groupingBy(ExecutionReport::getOrderId, Collectors.counting()));
        assertThat(accepted).hasSize(orders);
        assertThat(accepted.values()).containsOnly(1L);
    }

    @Test
    void answersRepeatsAsDuplicatesAndHasGapsRefused() throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient first = SessionClient.open(engine.channel(), SOURCE, 0);
        first.sendOrders(1, 3, 3, 0);
        first.awaitAnswered(3);
        first.complete();
        first.awaitEnd();
        final SessionClient second = SessionClient.open(engine.channel(), SOURCE, 0);
        second.sendOrders(2, 4, 1, 0);
        second.awaitAnswered(4);
        assertThat(second.reports).extracting(SessionReport::getDuplicate).containsExactly(true, true, false);
        second.complete();
        second.awaitEnd();
        final SessionClient third = SessionClient.open(engine.channel(), SOURCE, 0);
        third.sendOrders(10, 10, 1, 0);
        await().until(() -> !third.reports.isEmpty());
        assertThat(third.reports.getFirst().getRejectReason()).isEqualTo(RejectReason.SOURCE_SEQUENCE_GAP);
    }

    static Stream<Arguments> protocolErrors() {
        return Stream.of(
                Arguments.of("open: ", commands(1)),
                Arguments.of("request: ", SessionRequest.getDefaultInstance()),
                Arguments.of("source_id: ", open(0, 0)),
                Arguments.of("source_id: ", open(-1, 0)),
                Arguments.of("shard: ", open(1, 1)),
                Arguments.of("shard: ", open(1, -1)),
                Arguments.of(
                        "account_ids: ",
                        SessionRequest.newBuilder()
                                .setOpen(SessionOpen.newBuilder().setSourceId(1).addAccountIds(0))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("protocolErrors")
    void endsWhoDoesNotBeginProperly(final String named, final SessionRequest first) throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.connect(engine.channel());
        session.send(first);
        assertInvalid(session, named);
    }

    static Stream<Arguments> laterErrors() {
        return Stream.of(
                Arguments.of("open: ", open(SOURCE, 0)),
                Arguments.of("first_source_sequence: ", commands(0)),
                Arguments.of("first_source_sequence: ", commands(1)),
                Arguments.of("first_source_sequence: ", commands(3)),
                Arguments.of("first_source_sequence: ", commands(Long.MIN_VALUE)));
    }

    @ParameterizedTest
    @MethodSource("laterErrors")
    void endsWhoDoesNotGoOnProperly(final String named, final SessionRequest second) throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        session.send(1, SessionClient.limit(1, Side.BUY, 100, 1));
        session.awaitAnswered(1);
        session.send(second);
        assertInvalid(session, named);
    }

    @Test
    void letsALaterStreamOfTheSourceTakeOver() throws Exception {
        engine = EngineFixture.start(config(16, 64));
        final SessionClient first = SessionClient.open(engine.channel(), SOURCE, 0);
        first.awaitOpened();
        first.sendOrders(1, 3_000, 50, 0);
        final SessionClient second = SessionClient.open(engine.channel(), SOURCE, 0);
        final SessionClient other = SessionClient.open(engine.channel(), SOURCE + 1, 0);
        final Status end = first.awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.ABORTED);
        final long last = second.awaitOpened().getLastSourceSequence();
        second.sendOrders(last + 1, last + 200, 7, 0);
        second.awaitAnswered(last + 200);
        // Not one of the first stream's commands came behind the answer that the second began with.
        assertThat(second.reports)
                .extracting(SessionReport::getExecutionType)
                .containsOnly(ExecutionType.EXECUTION_NEW);
        assertThat(second.reports).hasSize(200);
        assertThat(other.awaitOpened().getLastSourceSequence()).isZero();
        assertThat(other.ended).isNotDone();
    }

    @Test
    void bringsReportsOfItsAccountsThatOthersCause() throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0, 7L, 8L);
        final SessionClient ignorant = SessionClient.open(engine.channel(), SOURCE + 1, 0);
        session.awaitOpened();
        ignorant.awaitOpened();
        session.send(1, SessionClient.limit(1, Side.BUY, 5_000_000, 10));
        session.awaitAnswered(1);
        ignorant.send(
                1,
                SessionClient.limit(2, Side.SELL, 5_000_000, 4).toBuilder()
                        .setAccountId(9)
                        .build());
        ignorant.awaitAnswered(1);
        await().until(() -> session.reports.size() == 2);
        final SessionReport fill = session.reports.get(1);
        assertThat(fill.getExecutionType()).isEqualTo(ExecutionType.EXECUTION_TRADE);
        assertThat(fill.getOrderId()).isEqualTo(1);
        assertThat(fill.getSourceSequence()).isZero();
        assertThat(fill.getLastQuantityLots()).isEqualTo(4);
        // And of its own command only what is its own account's.
        assertThat(ignorant.reports).extracting(SessionReport::getOrderId).containsOnly(2L);
        session.send(
                2,
                SessionClient.limit(3, Side.SELL, 5_000_000, 2).toBuilder()
                        .setAccountId(8)
                        .build());
        session.awaitAnswered(2);
        assertThat(session.reports.subList(2, session.reports.size()))
                .extracting(SessionReport::getOrderId, SessionReport::getSourceSequence)
                .containsExactly(tuple(3L, 2L), tuple(1L, 2L), tuple(3L, 2L));
    }

    @Test
    void keepsTheSequencesOfASourceApartByShard() throws Exception {
        final EngineConfig one = config(64, 8_192);
        final InstrumentConfig btc = one.instruments().getFirst();
        engine = EngineFixture.start(one.withInstruments(
                2,
                List.of(
                        btc,
                        new InstrumentConfig(
                                "ETH-USD",
                                "ETH",
                                "USD",
                                btc.tickSize(),
                                btc.lotSize(),
                                btc.referencePrice(),
                                btc.priceBandBasisPoints(),
                                btc.maxQuantity(),
                                1))));
        final SessionClient first = SessionClient.open(engine.channel(), SOURCE, 0);
        final SessionClient second = SessionClient.open(engine.channel(), SOURCE, 1);
        first.awaitOpened();
        assertThat(second.awaitOpened().getShard()).isEqualTo(1);
        first.sendOrders(1, 500, 10, 0);
        second.sendOrders(1, 300, 10, 1_000);
        first.awaitAnswered(500);
        second.awaitAnswered(300);
        assertThat(second.reports).extracting(SessionReport::getSequence).doesNotHaveDuplicates();
        first.breakConnection();
        assertThat(SessionClient.open(engine.channel(), SOURCE, 0).awaitOpened().getLastSourceSequence())
                .isEqualTo(500);
    }

    @Test
    void answersWhatItTookWhenTheEngineStops() throws Exception {
        engine = EngineFixture.start(config(64, 256));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        session.awaitOpened();
        session.sendOrders(1, 2_000, 10, 0);
        engine.engine().close();
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        final long answered = session.answered;
        engine.close();
        engine = EngineFixture.start(config(64, 256));
        assertThat(SessionClient.open(engine.channel(), SOURCE, 0).awaitOpened().getLastSourceSequence())
                .isEqualTo(answered);
    }

    @Test
    void saysUnavailableWhenTheJournalCannotBeWritten() throws Exception {
        engine = EngineFixture.start(
                config(64, 256).withJournal(new EngineConfig.Journal(Durability.SYNC, 10, 1 << 20)), journalFiles);
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        final SessionClient idle = SessionClient.open(engine.channel(), SOURCE + 1, 0);
        session.awaitOpened();
        idle.awaitOpened();
        journalFiles.failForces();
        session.sendOrders(1, 10, 10, 0);
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(session.reports).isEmpty();
        assertThat(idle.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void listsMoreOpenOrdersThanTheMatcherCopiesAtOnce() throws Exception {
        engine = EngineFixture.start(config(64, 8_192));
        final SessionClient session = SessionClient.open(engine.channel(), SOURCE, 0);
        final int orders = 3 * OpenOrdersCopy.ORDERS_PER_COPY;
        session.sendOrders(1, orders, 100, 0);
        session.awaitAnswered(orders);
        final List<Long> listed = new ArrayList<>();
        engine.client()
                .listOpenOrders(
                        ListOpenOrdersRequest.newBuilder().setSymbol("BTC-USD").build())
                .forEachRemaining(page -> page.getOrdersList().forEach(order -> listed.add(order.getOrderId())));
        assertThat(listed).hasSize(orders).doesNotHaveDuplicates();
        final List<Long> ofNobody = new ArrayList<>();
        final List<Long> sequences = new ArrayList<>();
        engine.client()
                .listOpenOrders(ListOpenOrdersRequest.newBuilder()
                        .setSymbol("BTC-USD")
                        .setAccountId(12_345)
                        .build())
                .forEachRemaining(page -> {
                    page.getOrdersList().forEach(order -> ofNobody.add(order.getOrderId()));
                    sequences.add(page.getAsOfSequence());
                });
        assertThat(ofNobody).isEmpty();
        assertThat(sequences).containsExactly(engine.stats().getLastSequence());
    }

    private static void assertInvalid(final SessionClient session, final String named) throws Exception {
        final Status end = session.awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(end.getDescription()).startsWith(named);
    }

    private static SessionRequest open(final long sourceId, final int shard) {
        return SessionRequest.newBuilder()
                .setOpen(SessionOpen.newBuilder().setSourceId(sourceId).setShard(shard))
                .build();
    }

    private static SessionRequest commands(final long first) {
        return SessionRequest.newBuilder()
                .setCommands(SessionCommands.newBuilder()
                        .setFirstSourceSequence(first)
                        .addCommands(SessionClient.limit(1, Side.BUY, 100, 1)))
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
