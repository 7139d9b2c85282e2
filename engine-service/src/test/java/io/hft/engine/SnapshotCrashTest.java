package io.hft.engine;

import static io.hft.engine.SnapshotFixture.snapshot;
import static io.hft.engine.SnapshotFixture.stored;
import static io.hft.engine.SnapshotFixture.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.SnapshotFixture.Seen;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.event.Event;
import io.hft.engine.storage.DyingFiles;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.storage.SegmentFormat;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or a failure within a snapshot leaves, and that nobody has to put it right. */
@Timeout(300)
class SnapshotCrashTest {
    @TempDir
    Path directory;

    /** Dies before each file operation of a snapshot and of the pruning behind it in turn, and in the middle of each write. */
    @Test
    void comesBackByItselfWhereverItDied() throws IOException {
        final Path first = directory.resolve("first");
        // Two snapshots that the third one prunes, with journal and events.
        final EngineConfig prepared = config(first);
        try (EngineFixture engine = EngineFixture.start(prepared)) {
            for (int round = 0; round < 2; round++) {
                trade(engine, 1 + 10_000L * round, 500);
                snapshot(engine);
            }
            trade(engine, 50_000, 500);
        }
        int steps = 0;
        boolean died = true;
        while (died) {
            final Path data = directory.resolve("after-" + steps + "-steps");
            SnapshotFixture.copy(first, data);
            died = dieAndComeBack(config(data), steps);
            steps++;
        }
        System.out.println("a snapshot and its pruning are " + (steps - 1) + " steps");
        assertThat(steps).isGreaterThan(12);
    }

    private static boolean dieAndComeBack(final EngineConfig config, final int steps) throws IOException {
        final DyingFiles files = new DyingFiles();
        final Seen seen;
        final long retained;
        final boolean died;
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            seen = Seen.of(engine);
            files.dieAfter(steps);
            boolean failed = false;
            try {
                snapshot(engine);
            } catch (final StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
                failed = true;
            }
            // One that fails while it prunes has been taken.
            died = failed || engine.stats().getSnapshot().getFailures() > 0;
            retained = engine.stats().getFirstSequence();
        }
        try (EngineFixture engine = EngineFixture.start(config)) {
            final long from = Math.max(retained, engine.stats().getFirstSequence());
            assertThat(Seen.of(engine, from))
                    .as("died after %d steps", steps)
                    .isEqualTo(new Seen(
                            seen.commands(),
                            seen.lastSequence(),
                            seen.stateHash(),
                            seen.openOrders(),
                            seen.book(),
                            seen.events().stream()
                                    .filter(event -> event.getSequence() >= from)
                                    .toList()));
            assertThat(engine.submit(99_999, Side.BUY, "49000.00", "1").getLastSequence())
                    .isEqualTo(seen.lastSequence() + 1);
            snapshot(engine);
            assertThat(engine.stats().getSnapshot().getFailures()).isZero();
            await().untilAsserted(() -> assertThat(stored(config)).hasSize(2));
        }
        assertThat(unfinished(config)).isEmpty();
        return died;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"snapshot-begun", "snapshot-written", "snapshot-forced", "snapshot-renamed", "journal-pruned"})
    void comesBackByItselfAfterAKillAt(final String point) throws Exception {
        final Path settings = Files.writeString(directory.resolve("engine.yaml"), """
                event-log: {segment-size-bytes: 65536, retain-events: 100}
                journal: {durability: async, segment-size-bytes: 65536}
                snapshots: {every-commands: 0, every-minutes: 0, keep: 1}
                """);
        final List<String> arguments = List.of("--config", settings.toString());
        final ShardStats before;
        try (EngineProcess engine = EngineProcess.start(directory, Map.of(), arguments)) {
            final ManagedChannel channel = engine.connect();
            for (int id = 1; id <= 1_500; id++) {
                EngineFixture.client(channel)
                        .submitOrder(EngineFixture.limit(id, Side.BUY, 49_000 + id % 100 + ".00", "1")
                                .build());
            }
            before = stats(channel);
            channel.shutdownNow();
            engine.terminate();
        }
        try (EngineProcess engine = EngineProcess.start(directory, Map.of("HFT_TEST_FAULT_POINT", point), arguments)) {
            final ManagedChannel channel = engine.connect();
            assertThatThrownBy(
                            () -> EngineFixture.client(channel).takeSnapshot(TakeSnapshotRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
            channel.shutdownNow();
            assertThat(engine.exitCode()).isEqualTo(137);
        }
        try (EngineProcess engine = EngineProcess.start(directory, Map.of(), arguments)) {
            final ManagedChannel channel = engine.connect();
            final ShardStats after = stats(channel);
            assertThat(after.getStateHash()).isEqualTo(before.getStateHash());
            assertThat(after.getCommands()).isEqualTo(before.getCommands());
            assertThat(after.getLastSequence()).isEqualTo(before.getLastSequence());
            final boolean renamed = point.equals("snapshot-renamed") || point.equals("journal-pruned");
            assertThat(after.getSnapshot().getCommandSequence()).isEqualTo(renamed ? before.getCommands() : 0);
            final var taken = EngineFixture.client(channel).takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
            assertThat(taken.getStateHash()).isEqualTo(before.getStateHash());
            channel.shutdownNow();
        }
    }

    @Test
    void keepsEveryAcknowledgedOrderThroughKillsWhileItTakesSnapshots() throws Exception {
        final Path settings = Files.writeString(directory.resolve("engine.yaml"), """
                event-log: {segment-size-bytes: 65536, retain-events: 500}
                journal: {segment-size-bytes: 65536}
                snapshots: {every-commands: 50, every-minutes: 0, keep: 2}
                """);
        final List<String> arguments = List.of("--config", settings.toString());
        final AcknowledgedOrders acknowledged = new AcknowledgedOrders();
        long snapshots = 0;
        for (int round = 0; round < 4; round++) {
            try (EngineProcess engine =
                    EngineProcess.start(directory, Map.of("HFT_ENGINE_DURABILITY", "async"), arguments)) {
                final ManagedChannel channel = engine.connect();
                acknowledged.requireAll(channel);
                final int target = acknowledged.count() + 800;
                final List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    clients.add(Thread.ofPlatform().start(() -> acknowledged.submitUntilItFails(channel)));
                }
                await().until(() -> acknowledged.count() > target);
                snapshots += stats(channel).getSnapshot().getTaken();
                engine.kill();
                for (final Thread client : clients) {
                    client.join();
                }
                channel.shutdownNow();
            }
        }
        try (EngineProcess engine = EngineProcess.start(directory, Map.of(), arguments)) {
            final ManagedChannel channel = engine.connect();
            acknowledged.requireAll(channel);
            assertThat(engine.output()).contains("of them from a snapshot)").doesNotContain("ERROR");
            channel.shutdownNow();
        }
        System.out.println(snapshots + " snapshots, " + acknowledged.count() + " orders");
        assertThat(snapshots).isGreaterThan(8);
    }

    @Test
    void goesOnWithoutASnapshotWhenTheDiskIsFullAndTakesOneWhenItIsNot() throws IOException {
        final FaultyFiles files = new FaultyFiles(".snapshot.tmp");
        final EngineConfig config = config(directory).withSnapshots(new EngineConfig.Snapshots(150, 0, 2));
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            files.failWrites();
            trade(engine, 1, 300);
            await().until(() -> engine.stats().getSnapshot().getFailures() >= 1);
            assertThatThrownBy(() -> snapshot(engine)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
                assertThat(e.getStatus().getDescription()).contains("No space left on device");
            });
            assertThat(engine.stats().getSnapshot().getLastFailure()).contains("No space left on device");
            assertThat(unfinished(config)).isEmpty();
            assertThat(stored(config)).isEmpty();
            assertThat(health(engine)).isEqualTo(ServingStatus.SERVING);
            files.heal();
            files.failForces();
            assertThatThrownBy(() -> snapshot(engine)).hasMessageContaining("Input/output error");
            files.heal();
            trade(engine, 1_000, 300);
            await().until(() -> engine.stats().getSnapshot().getTaken() >= 1);
            assertThat(health(engine)).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void refusesASnapshotAndSaysSoInHealthWhenAnEventIsUnreadable() throws IOException {
        final EngineConfig config = config(directory);
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 300);
            // In the page cache of both, as a fault of the machine would.
            final Path log = SnapshotFixture.events(config).getFirst();
            SnapshotFixture.flip(log, 5_000);
            requireDamage(config, engine, log + " at offset ");
        }
    }

    @Test
    void refusesASnapshotAndSaysSoInHealthWhenACommandIsUnreadable() throws IOException {
        final EngineConfig config = config(directory);
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 300);
            final Path journal = SnapshotFixture.journal(config).getFirst();
            SnapshotFixture.flip(journal, 5_000);
            requireDamage(config, engine, journal + " at offset ");
        }
    }

    @Test
    void refusesASnapshotAndSaysSoInHealthWhenTheEventLogIsNotWhatTheJournalGives() throws IOException {
        final EngineConfig config = config(directory);
        try (EngineFixture engine = EngineFixture.start(config)) {
            trade(engine, 1, 300);
            // The quantity of event 10, with a right checksum.
            final Path log = SnapshotFixture.events(config).getFirst();
            final int frameLength = SegmentFormat.frameLength(Event.LENGTH);
            final int frame = SegmentFormat.HEADER_LENGTH + 9 * frameLength;
            final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
            final int quantity = frame + SegmentFormat.FRAME_HEADER_LENGTH + 72;
            bytes.putLong(quantity, bytes.getLong(quantity) + 1);
            final CRC32C crc = new CRC32C();
            crc.update(bytes.array(), frame + 8, frameLength - 8);
            crc.update(bytes.array(), frame, 4);
            bytes.putInt(frame + 4, (int) crc.getValue());
            Files.write(log, bytes.array());
            requireDamage(config, engine, "event 10 in the event log is not what the journal's commands cause");
        }
    }

    private static void requireDamage(final EngineConfig config, final EngineFixture engine, final String what) {
        assertThatThrownBy(() -> snapshot(engine)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(e.getStatus().getDescription()).contains(what);
        });
        assertThat(stored(config)).isEmpty();
        assertThat(health(engine)).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(engine.stats().getSnapshot().getLastFailure()).contains(what);
        // It still knows better than its disk.
        assertThat(engine.submit(90_000, Side.BUY, "49000.00", "1").getLastSequence())
                .isPositive();
    }

    @Test
    void givesThoseWhoAskMeanwhileTheOneThatIsUnderWay() throws Exception {
        final FaultyFiles files = new FaultyFiles(".snapshot.tmp");
        try (EngineFixture engine = EngineFixture.start(config(directory), files)) {
            trade(engine, 1, 300);
            files.holdForces();
            final List<ListenableFuture<TakeSnapshotResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(TradingEngineGrpc.newFutureStub(engine.channel())
                        .takeSnapshot(TakeSnapshotRequest.getDefaultInstance()));
            }
            await().until(() -> files.forces() > 0);
            // Orders are served as if nothing were.
            assertThat(engine.submit(90_000, Side.BUY, "49000.00", "1").getLastSequence())
                    .isPositive();
            assertThat(answers).noneMatch(ListenableFuture::isDone);
            files.releaseForces();
            assertThat(answers.get(1).get()).isEqualTo(answers.getFirst().get());
            assertThat(answers.get(2).get()).isEqualTo(answers.getFirst().get());
            assertThat(engine.stats().getSnapshot().getTaken()).isEqualTo(1);
        }
    }

    @Test
    void endsASnapshotThatIsUnderWayWhenItCloses() throws IOException {
        final FaultyFiles files = new FaultyFiles(".snapshot.tmp");
        final EngineConfig config = config(directory);
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            trade(engine, 1, 300);
            seen = Seen.of(engine);
            files.holdForces();
            final Thread asking = Thread.ofPlatform()
                    .start(() -> assertThatThrownBy(() -> snapshot(engine)).isInstanceOf(StatusRuntimeException.class));
            await().until(() -> files.forces() > 0);
            files.releaseForces();
            asking.interrupt();
        }
        try (EngineFixture engine = EngineFixture.start(config)) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
        }
        assertThat(unfinished(config)).isEmpty();
    }

    private static EngineConfig config(final Path data) {
        return SnapshotFixture.config(data).withEventLog(new EngineConfig.EventLog(SnapshotFixture.SEGMENT_BYTES, 500));
    }

    private static ShardStats stats(final ManagedChannel channel) {
        return EngineFixture.client(channel)
                .getStats(GetStatsRequest.getDefaultInstance())
                .getShards(0);
    }

    private static ServingStatus health(final EngineFixture engine) {
        return HealthGrpc.newBlockingStub(engine.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private static List<Path> unfinished(final EngineConfig config) throws IOException {
        final Path snapshots = SnapshotFixture.snapshots(config).directory();
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }
}
