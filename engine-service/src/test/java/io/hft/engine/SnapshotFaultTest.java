package io.hft.engine;

import static io.hft.engine.SnapshotFixture.snapshot;
import static io.hft.engine.SnapshotFixture.stored;
import static io.hft.engine.SnapshotFixture.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.hft.engine.SnapshotFixture.Seen;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.storage.FaultyFiles;
import io.hft.engine.v1.Side;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong beside the snapshot's own file. */
@Timeout(120)
class SnapshotFaultTest {
    @TempDir
    Path directory;

    @Test
    void answersAfterAnUnexpectedErrorAndTakesTheNextOne() {
        final FaultyFiles files = new FaultyFiles(".snapshot.tmp");
        final EngineConfig config = SnapshotFixture.config(directory);
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            trade(engine, 1, 100);
            files.failCreates();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> snapshot(engine)).satisfies(e -> requireInternal(e, "ended unexpectedly"));
            }
            files.heal();
            assertThat(snapshot(engine).getCommandSequence()).isPositive();
        }
    }

    /** Orders go on where a snapshot has to wait. */
    @Test
    void leavesTheLastRoomOnTheDiskToJournalAndEventLog() {
        final FaultyFiles files = new FaultyFiles(".snapshot.tmp");
        final EngineConfig config = SnapshotFixture.config(directory);
        final long reserve =
                (long) config.journal().segmentSizeBytes() + config.eventLog().segmentSizeBytes();
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            trade(engine, 1, 100);
            files.leave(reserve);
            assertThatThrownBy(() -> snapshot(engine))
                    .satisfies(e -> requireInternal(e, "only " + reserve + " bytes are free"));
            assertThat(files.writes()).isZero();
            trade(engine, 1_000, 100);
            files.leave(reserve + 1);
            assertThat(snapshot(engine).getCommandSequence()).isGreaterThan(200);
        }
    }

    /** The system forgets what it could not write, and says nothing the second time. */
    @ParameterizedTest
    @ValueSource(strings = {"the event log", "the snapshot's name"})
    void neverRepeatsAForceThatHasFailed(final String what) {
        final boolean events = what.equals("the event log");
        final FaultyFiles files = new FaultyFiles(events ? ".events" : ".snapshot");
        final EngineConfig config =
                SnapshotFixture.config(directory).withSnapshots(new EngineConfig.Snapshots(0, 0, 1));
        final Seen seen;
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            trade(engine, 1, 700);
            if (events) {
                files.failForces();
            } else {
                files.failDirectoryForces();
            }
            assertThatThrownBy(() -> snapshot(engine)).satisfies(e -> requireInternal(e, "a force of " + what));
            files.heal();
            trade(engine, 2_000, 700);
            assertThatThrownBy(() -> snapshot(engine)).satisfies(e -> requireInternal(e, "a force of " + what));
            assertThat(HealthGrpc.newBlockingStub(engine.channel())
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(SnapshotFixture.journal(config).getFirst()).hasFileName("00000000000000000001.journal");
            seen = Seen.of(engine);
        }
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            assertThat(Seen.of(engine)).isEqualTo(seen);
            engine.submit(9_000, Side.BUY, "49000.00", "1");
            assertThat(snapshot(engine).getCommandSequence()).isGreaterThan(seen.commands());
            await().untilAsserted(() -> assertThat(stored(config)).hasSize(1));
        }
    }

    private static void requireInternal(final Throwable failure, final String text) {
        assertThat(failure).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(e.getStatus().getDescription()).contains(text);
        });
    }
}
