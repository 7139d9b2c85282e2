package io.hft.engine.sequencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.EngineFixture;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.PinnedThread;
import io.hft.engine.config.EngineConfig.ThreadRole;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CpuPinningTest {
    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsTheNamedThreadsOnTheirProcessorAndLeavesTheOthers() throws IOException {
        final String allowed = allowed(Path.of("/proc/self/status"));
        final int last =
                Integer.parseInt(allowed.substring(allowed.replace('-', ',').lastIndexOf(',') + 1));
        try (EngineFixture engine = start(new PinnedThread(ThreadRole.MATCHER, 0, last))) {
            trade(engine);
            final Map<String, String> threads = new HashMap<>();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                for (final Path task : tasks.toList()) {
                    threads.put(Files.readString(task.resolve("comm")).trim(), allowed(task.resolve("status")));
                }
            }
            assertThat(threads)
                    .containsEntry("matcher-0", Integer.toString(last))
                    .containsEntry("publisher-0", allowed);
        }
    }

    @Test
    void worksWithoutTheProcessorThatItIsToldToTake() {
        try (EngineFixture engine = start(new PinnedThread(ThreadRole.JOURNAL, 0, CpuPinning.MAX_CPU))) {
            trade(engine);
        }
    }

    private EngineFixture start(final PinnedThread pinned) {
        return EngineFixture.start(EngineFixture.config(directory)
                .withThreads(new EngineConfig.Threads(WaitStrategy.BLOCKING, 64, 64, List.of(pinned))));
    }

    private static void trade(final EngineFixture engine) {
        assertThat(engine.submit(1, Side.BUY, "49000.00", "1").getOrder().getStatus())
                .isEqualTo(OrderStatus.NEW);
    }

    private static String allowed(final Path status) throws IOException {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
