package io.hft.bench.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DurabilityRunTest {
    @TempDir
    Path directory;

    @Test
    void countsTheCommandsThatAreReplayedAndThoseBehindTheSnapshot() throws IOException {
        final RecoveryRun run = RecoveryRun.measure(directory, 5_000, 300);
        // Each time a shard is put to work it defines its instrument.
        assertThat(run.commands()).isEqualTo(5_001);
        assertThat(run.tailCommands()).isBetween(300L, 302L);
        assertThat(run.snapshotBytes()).isPositive();
        assertThat(run.readSeconds()).isPositive().isLessThan(run.replaySeconds());
    }

    @Test
    void takesSnapshotsWhileOthersTrade() {
        final SnapshotRun run = SnapshotRun.measure(directory, "any", 2_000, 1_000, 1);
        assertThat(run.snapshots()).isPositive();
        assertThat(run.snapshotBytes()).isPositive();
        assertThat(run.p99Micros()).isBetween(1.0, run.maxMicros());
        assertThat(run.maxMicrosAlone()).isPositive();
    }
}
