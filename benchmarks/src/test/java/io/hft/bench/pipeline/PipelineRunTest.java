package io.hft.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipelineRunTest {
    @TempDir
    Path directory;

    @Test
    void countsEveryOrderOfTheOpenLoopOnceWhateverItsLatency() {
        final PipelineRun run = PipelineRun.measure(
                directory, Durability.ASYNC, WaitStrategy.BLOCKING, PipelineRun.Pace.PARK, 2_000, 0.2, 0.5, 0.1);
        assertThat(run.orders()).isEqualTo(1_000);
        assertThat(run.highestPerSecond()).isPositive();
        assertThat(run.p50Micros()).isPositive();
        assertThat(run.p99Micros()).isBetween(run.p50Micros(), run.maxMicros());
        assertThat(run.durability()).isEqualTo("async");
    }
}
