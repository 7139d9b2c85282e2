package io.hft.engine;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.FIRST_EVENTS;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.hft.engine.config.ConfigException;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.storage.StorageException;
import io.hft.engine.v1.EventBatch;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.RejectReason;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubscribeEventsRequest;
import io.hft.engine.v1.TimeInForce;
import io.hft.engine.v1.TradingEngineGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineTest {
    @TempDir
    Path directory;

    @Test
    void findsEverythingAgainOnASecondStart() throws IOException {
        final OrderBook book;
        final ShardStats stats;
        final List<ExecutionReport> events;
        final byte[] log;
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 1_000);
            book = engine.book();
            stats = engine.stats();
            events = engine.events(1, stats.getLastSequence());
        }
        log = eventLog();
        assertThat(events)
                .extracting(ExecutionReport::getSequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, stats.getLastSequence())
                        .boxed()
                        .toList());
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(config())) {
                assertThat(engine.book())
                        .isEqualTo(book.toBuilder()
                                .setSequence(stats.getLastSequence())
                                .setTimestampNanos(events.getLast().getTimestampNanos())
                                .build());
                assertThat(engine.stats().getStateHash()).isEqualTo(stats.getStateHash());
                assertThat(engine.stats().getCommands()).isEqualTo(stats.getCommands());
                assertThat(engine.stats().getOpenOrders()).isEqualTo(stats.getOpenOrders());
                assertThat(engine.events(1, stats.getLastSequence())).isEqualTo(events);
                assertThat(engine.submit(5, Side.BUY, "49000.00", "1").getDuplicate())
                        .isTrue();
            }
            // The answer to the repeated id is an event of its own.
            assertThat(eventLog()).startsWith(log);
            Files.walk(directory)
                    .filter(path -> path.toString().endsWith(".journal"))
                    .forEach(EngineTest::dropLast);
        }
    }

    /** Takes the last command of a journal away, as a crash before its force would. */
    private static void dropLast(final Path journal) {
        try {
            final byte[] bytes = Files.readAllBytes(journal);
            int length = bytes.length;
            // Behind it is what was set aside for more.
            while (bytes[length - 1] == 0) {
                length--;
            }
            Files.write(journal, Arrays.copyOf(bytes, length - 1));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void rebuildsALostEventLogFromTheJournal() throws IOException {
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 300);
        }
        final byte[] log = eventLog();
        for (final Path segment : segments(".events")) {
            Files.delete(segment);
        }
        EngineFixture.start(config()).close();
        assertThat(eventLog()).isEqualTo(log);
    }

    @Test
    void refusesAnEventLogThatContradictsTheJournal() throws IOException {
        try (EngineFixture engine = EngineFixture.start(config())) {
            engine.submit(1, Side.BUY, "49000.00", "1");
        }
        final List<Path> kept = segments(".events");
        final byte[] other = Files.readAllBytes(kept.getFirst());
        for (final String extension : List.of(".events", ".journal")) {
            for (final Path segment : segments(extension)) {
                Files.delete(segment);
            }
        }
        try (EngineFixture engine = EngineFixture.start(config())) {
            engine.submit(1, Side.BUY, "49000.00", "2");
        }
        Files.write(kept.getFirst(), other);
        assertThatThrownBy(() -> Engine.start(config()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(kept.getFirst() + " at offset ")
                .hasMessageContaining("differs from what the journal gives");
    }

    @Test
    void streamsHistoryThenLiveToSeveralReadersWithoutGapOrRepeat() throws Exception {
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 500);
            final long before = engine.stats().getLastSequence();
            final List<Reader> readers = new ArrayList<>();
            for (final long from : new long[] {1, before / 2, before + 1}) {
                readers.add(new Reader(engine, from));
            }
            final Thread first = Thread.ofPlatform().start(() -> trade(engine, 1_000, 500));
            readers.add(new Reader(engine, 3));
            trade(engine, 2_000, 500);
            first.join();
            final long last = engine.stats().getLastSequence();
            for (final Reader reader : readers) {
                await().until(() -> reader.last() == last);
                assertThat(reader.sequences())
                        .containsExactlyElementsOf(LongStream.rangeClosed(reader.from, last)
                                .boxed()
                                .toList());
                reader.cancel();
            }
        }
    }

    @Test
    void keepsAReaderThatDoesNotReadFromHoldingUpOthers() throws Exception {
        try (EngineFixture engine = EngineFixture.start(
                config().withJournal(new EngineConfig.Journal(EngineConfig.Durability.NONE, 10, 1 << 20)))) {
            final CountDownLatch mayRead = new CountDownLatch(1);
            final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
            TradingEngineGrpc.newStub(engine.channel()).subscribeEvents(from(1), new StreamObserver<>() {
                @Override
                public void onNext(final EventBatch batch) {
                    try {
                        mayRead.await();
                    } catch (final InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    batch.getEventsList().forEach(event -> sequences.add(event.getSequence()));
                }

                @Override
                public void onError(final Throwable failure) {}

                @Override
                public void onCompleted() {}
            });
            trade(engine, 1, 10_000);
            final long last = engine.stats().getLastSequence();
            mayRead.countDown();
            await().until(() -> sequences.size() == last);
            assertThat(sequences)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
        }
    }

    @Test
    void boundsTheNumberOfReadersAndFreesTheirPlaces() throws Exception {
        final EngineConfig.Grpc grpc = config().grpc();
        try (EngineFixture engine = EngineFixture.start(config().withGrpc(new EngineConfig.Grpc(
                grpc.streamThreads(),
                2,
                grpc.maxInboundMessageBytes(),
                grpc.eventsPerBatch(),
                grpc.reportsPerAnswer(),
                grpc.openOrdersPerPage(),
                grpc.shutdownGraceMillis(),
                grpc.maxSessions(),
                grpc.sessionWindow(),
                grpc.sessionBacklog())))) {
            final Reader first = new Reader(engine, 1);
            final Reader second = new Reader(engine, 1);
            await().until(() -> first.last() == FIRST_EVENTS && second.last() == FIRST_EVENTS);
            final Reader third = new Reader(engine, 1);
            await().until(() -> third.failure.get() != null);
            assertThat(Status.fromThrowable(third.failure.get()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            first.cancel();
            await().until(() -> {
                final Reader again = new Reader(engine, 1);
                await().until(() -> again.failure.get() != null || again.last() == FIRST_EVENTS);
                return again.failure.get() == null;
            });
        }
    }

    @Test
    void endsOpenStreamsWhenItStops() throws Exception {
        // A grace that a stream left open would use up, far beyond this test's own deadline.
        final EngineFixture engine = EngineFixture.start(config().withGrpc(withGrace(config().grpc(), 60_000)));
        final Reader reader = new Reader(engine, 1);
        await().until(() -> reader.last() == FIRST_EVENTS);
        assertTimeoutPreemptively(Duration.ofSeconds(30), engine.engine()::close);
        await().until(() -> reader.failure.get() != null);
        assertThat(Status.fromThrowable(reader.failure.get()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        engine.close();
    }

    @Test
    void stopsServingWhenTheDiskFails() {
        final FaultyFiles files = new FaultyFiles(".journal");
        try (EngineFixture engine = EngineFixture.start(config(), files)) {
            engine.submit(1, Side.BUY, "49000.00", "1");
            files.failForces();
            assertUnavailable(() -> engine.submit(2, Side.BUY, "49000.00", "1"), "Input/output error");
            files.heal();
            assertUnavailable(() -> engine.submit(3, Side.BUY, "49000.00", "1"), "Input/output error");
            final var health = HealthGrpc.newBlockingStub(engine.channel());
            assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
            // What is known may still be seen.
            assertThat(engine.book().getBids(0).getQuantity()).isEqualTo("1.00000000");
            assertThat(engine.client()
                            .getStats(GetStatsRequest.getDefaultInstance())
                            .getShards(0)
                            .getLastSequence())
                    .isEqualTo(FIRST_EVENTS + 1);
        }
        try (EngineFixture engine = EngineFixture.start(config())) {
            final SubmitOrderResponse again = engine.submit(1, Side.BUY, "49000.00", "1");
            assertThat(again.getDuplicate()).isTrue();
            assertThat(engine.submit(3, Side.BUY, "49000.00", "1").getDuplicate())
                    .isFalse();
        }
    }

    @Test
    void refusesASecondEngineOnTheSameDirectoryOrPort() {
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThatThrownBy(() -> Engine.start(config()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is in use by another engine");
            final int port = engine.engine().port();
            assertThatThrownBy(() -> Engine.start(
                            EngineFixture.config(directory.resolve("other")).withPort(port)))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("port " + port + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void keepsLimitsThatWereSetWhileItRanOverThoseOfTheSettings() {
        final EngineConfig limited = config().withRisk(new EngineConfig.Risk(
                new EngineConfig.AccountLimits(0, 0),
                List.of(new EngineConfig.InstrumentLimits(BTC, BigDecimal.ONE, null, null, 0)),
                List.of()));
        try (EngineFixture engine = EngineFixture.start(limited)) {
            assertThat(engine.submit(1, Side.BUY, "49000.00", "2").getOrder().getRejectReason())
                    .isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
            engine.client()
                    .setRiskLimits(SetRiskLimitsRequest.newBuilder()
                            .setSymbol(BTC)
                            .setMaxQuantity("3")
                            .build());
        }
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(limited)) {
                assertThat(engine.submit(2 + 2 * restart, Side.BUY, "49000.00", "2")
                                .getOrder()
                                .getStatus())
                        .isEqualTo(OrderStatus.NEW);
                assertThat(engine.submit(3 + 2 * restart, Side.BUY, "49000.00", "4")
                                .getOrder()
                                .getRejectReason())
                        .isEqualTo(RejectReason.MAX_QUANTITY_EXCEEDED);
            }
        }
    }

    @Test
    void replaysUnderTheCapacitiesOfTheTimeNotThoseOfTheSettings() {
        final OrderBook book;
        try (EngineFixture engine =
                EngineFixture.start(config().withMemory(new EngineConfig.Memory(1_000, 1_000, 10)))) {
            for (int i = 1; i <= 20; i++) {
                engine.submit(i, Side.BUY, "49000.00", "1");
            }
            book = engine.book();
        }
        try (EngineFixture engine = EngineFixture.start(config().withMemory(new EngineConfig.Memory(5, 5, 10)))) {
            assertThat(engine.book().getBidsList()).isEqualTo(book.getBidsList());
            assertThat(engine.submit(21, Side.BUY, "49000.00", "1").getOrder().getRejectReason())
                    .isEqualTo(RejectReason.TOO_MANY_OPEN_ORDERS);
            assertThat(engine.cancel(20).getRejectReason()).isEqualTo(RejectReason.REJECT_REASON_NONE);
        }
    }

    @Test
    void startsAlsoWhenOrdersExpiredWhileItWasAway() {
        final long expireAt;
        try (EngineFixture engine = EngineFixture.start(config())) {
            expireAt = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1_000);
            engine.client()
                    .submitOrder(limit(1, Side.BUY, "49000.00", "1")
                            .setTimeInForce(TimeInForce.GTD)
                            .setExpireAtNanos(expireAt)
                            .build());
        }
        await().until(() -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) > expireAt);
        // A changed setting makes the start journal a command, and with its time the order expires.
        try (EngineFixture engine = EngineFixture.start(config().withMemory(new EngineConfig.Memory(10, 10, 10)))) {
            assertThat(engine.book().getBidsList()).isEmpty();
            assertThat(engine.submit(1, Side.BUY, "49000.00", "1").getOrder().getStatus())
                    .isEqualTo(OrderStatus.EXPIRED);
        }
    }

    @Test
    void takesNewInstrumentsAndLimitsFromTheSettingsButNoOtherGrid() {
        EngineFixture.start(config()).close();
        final List<InstrumentConfig> changed = new ArrayList<>(config().instruments());
        final InstrumentConfig btc = changed.getFirst();
        changed.set(0, instrument(btc, "0.01", "5"));
        changed.add(new InstrumentConfig(
                "XRP-USD", "XRP", "USD", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN, 0, BigDecimal.TEN, 0));
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(config().withInstruments(1, changed))) {
                assertThat(engine.stats().getCommands()).isEqualTo(FIRST_EVENTS + 2);
                assertThat(engine.client()
                                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                                .getInstrumentsList())
                        .extracting(i -> i.getSymbol() + ' ' + i.getMaxQuantity())
                        .containsExactly(
                                "BTC-USD 5.00000000",
                                "ETH-USD 100000.00000000",
                                "SOL-USD 1000000.00000000",
                                "XRP-USD 10");
            }
        }
        changed.set(0, instrument(btc, "0.05", "5"));
        assertThatThrownBy(() -> Engine.start(config().withInstruments(1, changed)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("instruments[0]: BTC-USD trades with tick-size 0.01 and lot-size 0.00000001, which its"
                        + " journal depends on; they cannot change to 0.05 and 0.00000001");
    }

    @Test
    void runsSeveralShardsAndKeepsThemApart() {
        final List<InstrumentConfig> instruments = new ArrayList<>();
        for (final InstrumentConfig instrument : config().instruments()) {
            instruments.add(new InstrumentConfig(
                    instrument.symbol(),
                    instrument.baseAsset(),
                    instrument.quoteAsset(),
                    instrument.tickSize(),
                    instrument.lotSize(),
                    instrument.referencePrice(),
                    instrument.priceBandBasisPoints(),
                    instrument.maxQuantity(),
                    instrument.symbol().equals(BTC) ? 0 : 1));
        }
        final EngineConfig config = config().withInstruments(2, instruments);
        try (EngineFixture engine = EngineFixture.start(config)) {
            assertThat(engine.submit(1, Side.BUY, "49000.00", "1").getShard()).isZero();
            final SubmitOrderResponse other = engine.client()
                    .submitOrder(limit(1, Side.BUY, "2900.00", "1")
                            .setSymbol("ETH-USD")
                            .build());
            assertThat(other.getShard()).isEqualTo(1);
            assertThat(other.getDuplicate()).isFalse();
        }
        assertThatThrownBy(() -> Engine.start(config()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("shards: must be at least 2");
        EngineFixture.start(config).close();
    }

    private static EngineConfig.Grpc withGrace(final EngineConfig.Grpc grpc, final int graceMillis) {
        return new EngineConfig.Grpc(
                grpc.streamThreads(),
                grpc.maxSubscribers(),
                grpc.maxInboundMessageBytes(),
                grpc.eventsPerBatch(),
                grpc.reportsPerAnswer(),
                grpc.openOrdersPerPage(),
                graceMillis,
                grpc.maxSessions(),
                grpc.sessionWindow(),
                grpc.sessionBacklog());
    }

    private EngineConfig config() {
        return EngineFixture.config(directory);
    }

    private static InstrumentConfig instrument(final InstrumentConfig btc, final String tick, final String max) {
        return new InstrumentConfig(
                btc.symbol(),
                btc.baseAsset(),
                btc.quoteAsset(),
                new BigDecimal(tick),
                btc.lotSize(),
                btc.referencePrice(),
                btc.priceBandBasisPoints(),
                new BigDecimal(max),
                btc.shard());
    }

    /** Orders on both sides that partly trade, and cancels of some of them. */
    private static void trade(final EngineFixture engine, final long firstId, final int count) {
        final Random random = new Random(firstId);
        for (long id = firstId; id < firstId + count; id++) {
            if (random.nextInt(5) == 0) {
                engine.cancel(firstId + random.nextInt((int) (id - firstId + 1)));
            }
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            engine.client()
                    .submitOrder(limit(id, side, 49_990 + random.nextInt(20) + ".00", "0." + (1 + random.nextInt(9)))
                            // Nobody trades with himself.
                            .setAccountId(side == Side.BUY ? 7 : 8)
                            .build());
        }
    }

    private byte[] eventLog() throws IOException {
        final var all = new ByteArrayOutputStream();
        for (final Path segment : segments(".events")) {
            all.write(Files.readAllBytes(segment));
        }
        return all.toByteArray();
    }

    private List<Path> segments(final String extension) throws IOException {
        final Path logs = extension.equals(".events")
                ? Recovery.eventDirectory(config(), 0)
                : Recovery.journalDirectory(config(), 0);
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        }
    }

    private static SubscribeEventsRequest from(final long sequence) {
        return SubscribeEventsRequest.newBuilder().setFromSequence(sequence).build();
    }

    private static void assertUnavailable(final Runnable call, final String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(e.getStatus().getDescription()).contains(message);
        });
    }

    /** A subscription that remembers what came. */
    private static final class Reader implements StreamObserver<EventBatch> {
        private final long from;
        private final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Context.CancellableContext context = Context.current().withCancellation();

        Reader(final EngineFixture engine, final long from) {
            this.from = from;
            context.run(() -> TradingEngineGrpc.newStub(engine.channel()).subscribeEvents(EngineTest.from(from), this));
        }

        void cancel() {
            context.cancel(null);
        }

        long last() {
            final List<Long> now = sequences();
            return now.isEmpty() ? 0 : now.getLast();
        }

        List<Long> sequences() {
            synchronized (sequences) {
                return List.copyOf(sequences);
            }
        }

        @Override
        public void onNext(final EventBatch batch) {
            batch.getEventsList().forEach(event -> sequences.add(event.getSequence()));
        }

        @Override
        public void onError(final Throwable cause) {
            failure.set(cause);
        }

        @Override
        public void onCompleted() {
            failure.set(new IllegalStateException("completed"));
        }
    }
}
