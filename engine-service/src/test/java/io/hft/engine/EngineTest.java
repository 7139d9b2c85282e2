package io.hft.engine;

import static io.hft.engine.EngineFixture.BTC;
import static io.hft.engine.EngineFixture.FIRST_EVENTS;
import static io.hft.engine.EngineFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.config.ConfigException;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.recovery.Recovery;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.storage.StorageException;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.SubscribeEventsRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
}
