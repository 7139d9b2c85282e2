package io.hft.engine;

import static io.hft.engine.EngineFixture.limit;
import static io.hft.engine.SnapshotFixture.deleteAll;
import static io.hft.engine.SnapshotFixture.events;
import static io.hft.engine.SnapshotFixture.flip;
import static io.hft.engine.SnapshotFixture.journal;
import static io.hft.engine.SnapshotFixture.snapshot;
import static io.hft.engine.SnapshotFixture.stored;
import static io.hft.engine.SnapshotFixture.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.hft.engine.SnapshotFixture.Seen;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.snapshotfile.SnapshotDirectory.Stored;
import io.hft.engine.storage.StorageException;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TakeSnapshotResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots and the recovery from them, with a whole engine. */
@Timeout(180)
class SnapshotTest {
    @TempDir
    Path directory;

    @Test
    void comesBackFromASnapshotAndTheTailAsFromTheBeginning() throws IOException {
        final Seen seen;
        final TakeSnapshotResponse taken;
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 1_000);
            final ShardStats before = engine.stats();
            taken = snapshot(engine);
            assertThat(taken.getCommandSequence()).isEqualTo(before.getCommands());
            assertThat(taken.getEventSequence()).isEqualTo(before.getLastSequence());
            assertThat(taken.getStateHash()).isEqualTo(before.getStateHash());
            assertThat(taken.getOpenOrders()).isEqualTo(before.getOpenOrders());
            trade(engine, 2_000, 500);
            seen = Seen.of(engine);
        }
        final Path whole = directory.resolve("whole");
        SnapshotFixture.copy(data(), whole);
        // What is before the snapshot need not even be readable.
        assertThat(journal(config()).size()).isGreaterThan(2);
        flip(journal(config()).getFirst(), 200);
        for (int restart = 0; restart < 2; restart++) {
            try (EngineFixture engine = EngineFixture.start(config())) {
                assertThat(Seen.of(engine)).isEqualTo(seen);
                assertThat(engine.stats().getSnapshot().getCommandSequence()).isEqualTo(taken.getCommandSequence());
                assertThat(engine.stats().getSnapshot().getTaken()).isZero();
            }
        }
        final EngineConfig replayed = config().withDataDirectory(whole);
        deleteAll(stored(replayed).stream().map(Stored::path).toList());
        final Seen afterMore;
        try (EngineFixture engine = EngineFixture.start(replayed)) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
            engine.submit(1, Side.BUY, "49000.00", "1");
            afterMore = Seen.of(engine);
        }
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThat(engine.submit(1, Side.BUY, "49000.00", "1").getDuplicate())
                    .isTrue();
            assertThat(Seen.of(engine).lastSequence()).isEqualTo(afterMore.lastSequence());
        }
    }

    @Test
    void answersWithTheSnapshotThatIsThereWhenNothingHasHappenedSince() {
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 100);
            final TakeSnapshotResponse first = snapshot(engine);
            assertThat(snapshot(engine))
                    .isEqualTo(first.toBuilder().setDurationMillis(0).build());
            assertThat(stored(config())).hasSize(1);
            assertThat(engine.stats().getSnapshot().getTaken()).isEqualTo(1);
            assertThatThrownBy(() -> snapshot(engine, 1))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        }
    }

    @Test
    void takesSnapshotsBackToBackWhileOrdersComeIn() throws Exception {
        final EngineConfig config = config().withSnapshots(new EngineConfig.Snapshots(0, 0, 3));
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config)) {
            final List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < 3; client++) {
                final long first = 10_000L * (client + 1);
                clients.add(Thread.ofPlatform().start(() -> trade(engine, first, 1_500)));
            }
            long last = 0;
            int count = 0;
            while (clients.stream().anyMatch(Thread::isAlive)) {
                final TakeSnapshotResponse taken = snapshot(engine);
                assertThat(taken.getCommandSequence()).isGreaterThanOrEqualTo(last);
                last = taken.getCommandSequence();
                count++;
            }
            for (final Thread client : clients) {
                client.join();
            }
            System.out.println(count + " snapshots under load");
            assertThat(count).isGreaterThan(3);
            assertThat(engine.stats().getSnapshot().getFailures()).isZero();
            assertThat(stored(config)).hasSize(3);
            seen = Seen.of(engine);
        }
        try (EngineFixture engine = EngineFixture.start(config)) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
        }
    }

    @Test
    void takesThemByScheduleWhenThereWereEnoughCommands() {
        final EngineConfig config = config().withSnapshots(new EngineConfig.Snapshots(200, 0, 2));
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 150);
            trade(engine, 1_000, 150);
            await().until(() -> engine.stats().getSnapshot().getTaken() >= 1);
            final long first = engine.stats().getSnapshot().getCommandSequence();
            assertThat(first).isGreaterThanOrEqualTo(200);
            trade(engine, 2_000, 300);
            await().until(() -> engine.stats().getSnapshot().getCommandSequence() >= first + 200);
        }
    }

    @Test
    void usesTheOlderOneWhenTheNewestIsDamaged() throws IOException {
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 400);
            snapshot(engine);
            trade(engine, 1_000, 400);
            snapshot(engine);
            trade(engine, 2_000, 400);
            seen = Seen.of(engine);
        }
        final List<Stored> stored = stored(config());
        assertThat(stored).hasSize(2);
        assertThat(journal(config()).getFirst()).hasFileName("00000000000000000001.journal");
        flip(stored.getFirst().path(), Files.size(stored.getFirst().path()) / 2);
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
            assertThat(engine.stats().getSnapshot().getCommandSequence())
                    .isEqualTo(stored.getLast().commandSequence());
            // The next one passes over it, too.
            engine.submit(9_000, Side.BUY, "49000.00", "1");
            snapshot(engine);
        }
        flip(stored.getLast().path(), 100);
        flip(stored(config()).getFirst().path(), 100);
        // All are damaged, but the journal still begins with the first command.
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThat(engine.events(1, seen.lastSequence())).isEqualTo(seen.events());
        }
    }

    @Test
    void prunesSnapshotsJournalAndEventsAndStillComesBack() throws IOException {
        final EngineConfig config =
                config().withEventLog(new EngineConfig.EventLog(SnapshotFixture.SEGMENT_BYTES, 1_000));
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 1_000);
            snapshot(engine);
            // One snapshot is no reason to give anything up.
            assertThat(journal(config).getFirst()).hasFileName("00000000000000000001.journal");
            trade(engine, 2_000, 1_000);
            final long kept = snapshot(engine).getCommandSequence();
            trade(engine, 4_000, 2_000);
            snapshot(engine);
            assertThat(stored(config)).hasSize(2);
            await().until(() -> engine.stats().getFirstSequence() > 1);
            final long firstCommand = firstOf(journal(config));
            assertThat(firstCommand).isBetween(2L, kept);
            assertThat(firstOf(journal(config).subList(1, 2))).isGreaterThan(kept);
            final ShardStats stats = engine.stats();
            assertThat(stats.getFirstSequence()).isEqualTo(firstOf(events(config)));
            assertThat(stats.getLastSequence() - stats.getFirstSequence()).isGreaterThanOrEqualTo(1_000);
            assertThat(stats.getSnapshot().getFailures()).isZero();
            assertThatThrownBy(() -> engine.events(1, 10)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
                assertThat(e.getStatus().getDescription())
                        .contains("first retained event of shard 0 is " + stats.getFirstSequence());
            });
            seen = Seen.of(engine);
        }
        try (EngineFixture engine = EngineFixture.start(config)) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
            trade(engine, 8_000, 100);
            snapshot(engine);
        }
        // Without the snapshots the rest of the journal is worth nothing, and that is said.
        final List<Stored> stored = stored(config);
        for (final Stored one : stored) {
            flip(one.path(), 80);
        }
        assertThatThrownBy(() -> EngineFixture.start(config))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the journal of shard 0 begins with command ")
                .hasMessageContaining("no whole snapshot")
                .hasMessageContaining(stored.getFirst().path().toString())
                .hasMessageContaining(stored.getLast().path() + " at offset 64: ");
    }

    @Test
    void refusesAJournalThatBeginsBehindTheSnapshot() throws IOException {
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 100);
            snapshot(engine);
            trade(engine, 1_000, 1_500);
        }
        deleteAll(journal(config()).subList(0, 2));
        assertThatThrownBy(() -> EngineFixture.start(config()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the journal of shard 0 begins with command ")
                .hasMessageContaining("the commands between them are missing");
    }

    @Test
    void goesOnBehindASnapshotThatTheJournalDoesNotReach() throws IOException {
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config())) {
            trade(engine, 1, 1_000);
            seen = Seen.of(engine);
            snapshot(engine);
        }
        final Path last = journal(config()).getLast();
        final byte[] bytes = Files.readAllBytes(last);
        Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
            trade(engine, 5_000, 100);
        }
        final Seen more;
        try (EngineFixture engine = EngineFixture.start(config())) {
            more = Seen.of(engine);
            assertThat(more.commands()).isGreaterThan(seen.commands());
            snapshot(engine);
        }
        // Even without any journal.
        deleteAll(journal(config()));
        try (EngineFixture engine = EngineFixture.start(config())) {
            assertThat(Seen.of(engine)).isEqualTo(more);
        }
    }

    @Test
    void makesALostEventLogAgainAsFarBackAsTheJournalReaches() throws IOException {
        final EngineConfig config = config().withEventLog(new EngineConfig.EventLog(SnapshotFixture.SEGMENT_BYTES, 1));
        final Seen early;
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 500);
            snapshot(engine);
            trade(engine, 1_000, 100);
            early = Seen.of(engine);
        }
        deleteAll(events(config));
        try (EngineFixture engine = EngineFixture.start(config)) {
            assertThat(Seen.of(engine)).isEqualTo(early);
            trade(engine, 2_000, 1_000);
            snapshot(engine);
            trade(engine, 4_000, 1_000);
            snapshot(engine);
            assertThat(engine.stats().getFirstSequence()).isGreaterThan(1);
        }
        final long oldest = stored(config).getLast().commandSequence();
        final Seen late;
        try (EngineFixture engine = EngineFixture.start(config)) {
            late = Seen.of(engine);
        }
        deleteAll(events(config));
        try (EngineFixture engine = EngineFixture.start(config)) {
            final long first = engine.stats().getFirstSequence();
            assertThat(first).isGreaterThan(1);
            assertThat(engine.events(first, late.lastSequence()))
                    .isEqualTo(late.events().stream()
                            .filter(event -> event.getSequence() >= first)
                            .toList());
            assertThat(engine.stats().getStateHash()).isEqualTo(late.stateHash());
            assertThat(stored(config).getLast().commandSequence()).isEqualTo(oldest);
            assertThat(engine.submit(90_000, Side.BUY, "49000.00", "1").getLastSequence())
                    .isEqualTo(late.lastSequence() + 1);
        }
    }

    @Test
    void keepsTheSnapshotsOfShardsApart() {
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
                    instrument.symbol().equals(EngineFixture.BTC) ? 0 : 1));
        }
        final EngineConfig config = config().withInstruments(2, instruments);
        final List<ShardStats> before;
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 200);
            for (int id = 1; id <= 50; id++) {
                engine.client()
                        .submitOrder(limit(id, Side.BUY, "2900.00", "1")
                                .setSymbol("ETH-USD")
                                .build());
            }
            assertThat(snapshot(engine, 0).getShard()).isZero();
            final TakeSnapshotResponse other = snapshot(engine, 1);
            assertThat(other.getShard()).isEqualTo(1);
            assertThat(other.getOpenOrders()).isEqualTo(50);
            trade(engine, 1_000, 50);
            before = bothShards(engine);
        }
        try (EngineFixture engine = EngineFixture.start(config)) {
            final List<ShardStats> after = bothShards(engine);
            for (int shard = 0; shard < 2; shard++) {
                assertThat(after.get(shard).getStateHash())
                        .isEqualTo(before.get(shard).getStateHash());
                assertThat(after.get(shard).getSnapshot().getCommandSequence())
                        .isEqualTo(before.get(shard).getSnapshot().getCommandSequence())
                        .isPositive();
            }
        }
    }

    private static List<ShardStats> bothShards(final EngineFixture engine) {
        return engine.client()
                .getStats(io.hft.engine.v1.GetStatsRequest.getDefaultInstance())
                .getShardsList();
    }

    private static long firstOf(final List<Path> segments) {
        return Long.parseLong(segments.getFirst().getFileName().toString().substring(0, 20));
    }

    private EngineConfig config() {
        return SnapshotFixture.config(data());
    }

    private Path data() {
        return directory.resolve("data");
    }
}
