package io.hft.engine;

import static io.hft.engine.SnapshotFixture.snapshot;
import static io.hft.engine.SnapshotFixture.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.hft.engine.SnapshotFixture.Seen;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.storage.LossyFiles;
import io.hft.engine.support.Seed;
import io.hft.engine.tool.VerifiedData;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is lost at each operation of a snapshot and of the pruning behind it in turn, or after the last: bytes that were not forced go, names and
 * deletions that were not forced are as before or as after.
 */
@Timeout(300)
class SnapshotPowerLossTest {
    @TempDir
    Path directory;

    @Test
    void losesNothingWhereverThePowerWasLost() throws IOException {
        final Random random = new Random(Seed.random("SnapshotPowerLossTest").nextLong());
        final Path first = directory.resolve("first");
        try (EngineFixture engine = EngineFixture.start(config(first, 2))) {
            for (int round = 0; round < 2; round++) {
                trade(engine, 1 + 10_000L * round, 150);
                snapshot(engine);
            }
            trade(engine, 50_000, 150);
        }
        int operations = 0;
        boolean died = true;
        while (died) {
            for (int keep = 1; keep <= 2; keep++) {
                final Path data = directory.resolve("after-" + operations + "-keep-" + keep);
                SnapshotFixture.copy(first, data);
                died = lose(config(data, keep), new LossyFiles(random), operations);
            }
            operations++;
        }
        System.out.println("a snapshot and its pruning are " + (operations - 1) + " operations");
        assertThat(operations).isGreaterThan(15);
    }

    private static boolean lose(final EngineConfig config, final LossyFiles files, final int operations)
            throws IOException {
        final String where = "lost after " + operations + " operations, keep "
                + config.snapshots().keep();
        final Seen seen;
        final boolean died;
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            engine.submit(90_000, Side.BUY, "49000.00", "1");
            seen = Seen.of(engine);
            files.dieAfter(operations);
            try {
                snapshot(engine);
            } catch (final StatusRuntimeException e) {
                assertThat(files.hasFailed()).as(where).isTrue();
            }
            // Pruning goes on behind the answer.
            engine.engine().close();
            died = files.hasFailed();
        }
        files.powerReturns();
        VerifiedData.requireGood(config.dataDirectory().resolve("shard-0"), where);
        try (EngineFixture engine = EngineFixture.start(config, files)) {
            final Seen after = Seen.of(engine, engine.stats().getFirstSequence());
            assertThat(after.commands()).as(where).isEqualTo(seen.commands());
            assertThat(after.stateHash()).as(where).isEqualTo(seen.stateHash());
            assertThat(after.book()).as(where).isEqualTo(seen.book());
            assertThat(seen.events()).as(where).endsWith(after.events().toArray(new ExecutionReport[0]));
            engine.submit(99_999, Side.BUY, "49000.00", "1");
            snapshot(engine);
            assertThat(engine.stats().getSnapshot().getFailures()).as(where).isZero();
        }
        return died;
    }

    private static EngineConfig config(final Path data, final int keep) {
        return SnapshotFixture.config(data)
                .withJournal(new EngineConfig.Journal(Durability.SYNC, 5, 16 << 10))
                .withEventLog(new EngineConfig.EventLog(16 << 10, 50))
                .withSnapshots(new EngineConfig.Snapshots(0, 0, keep));
    }
}
