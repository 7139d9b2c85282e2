package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One launcher per data directory, whoever died before. */
class LauncherLockIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int LAUNCHERS = 8;
    private static final int ROUNDS = 10;

    @TempDir
    private Path dir;

    private Path launcher;
    private final List<Process> started = new ArrayList<>();

    /** Takes the lock as the launcher does once it is told to go, and keeps it. */
    @BeforeEach
    void makeLauncher() throws IOException {
        launcher = dir.resolve("run-local.sh");
        Files.writeString(launcher, """
                . '%s'
                until [ -e go ]; do sleep 0.05; done
                if take_launcher_lock . 2>/dev/null; then echo got >"answer.$$"; else echo no >"answer.$$"; fi
                while :; do sleep 1; done
                """.formatted(Build.root().resolve("scripts/launcher-lock.sh")));
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(dir.toFile()).start();
        started.add(process);
        return process;
    }

    private String answerOf(Process process) throws IOException {
        Path answer = dir.resolve("answer." + process.pid());
        return Files.exists(answer) ? Files.readString(answer).strip() : "";
    }

    private void lockAs(long pid) throws IOException {
        Files.deleteIfExists(dir.resolve("lock"));
        Files.createSymbolicLink(dir.resolve("lock"), Path.of(Long.toString(pid)));
    }

    private long deadProcess() throws IOException, InterruptedException {
        Process dead = start("true");
        dead.waitFor();
        return dead.pid();
    }

    @Test
    void letsOneOfManyTakeOverWhatADeadOneLeft() throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Files.deleteIfExists(dir.resolve("go"));
            lockAs(deadProcess());
            List<Process> launchers = new ArrayList<>();
            for (int i = 0; i < LAUNCHERS; i++) {
                launchers.add(start("bash", launcher.toString()));
            }
            Files.createFile(dir.resolve("go"));
            Awaitility.await().atMost(DEADLINE).until(() -> {
                for (Process process : launchers) {
                    if (answerOf(process).isEmpty()) {
                        return false;
                    }
                }
                return true;
            });
            List<Long> winners = new ArrayList<>();
            for (Process process : launchers) {
                if (answerOf(process).equals("got")) {
                    winners.add(process.pid());
                }
            }
            assertThat(winners).as("round %d", round).hasSize(1);
            assertThat(Files.readSymbolicLink(dir.resolve("lock"))).hasToString(Long.toString(winners.getFirst()));
            for (Process process : launchers) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Its number was given to somebody else, who may even be looking at the script. */
    @Test
    void takesNoOtherProcessForALauncher() throws IOException {
        Files.createFile(dir.resolve("go"));
        Process reader = start("tail", "-f", launcher.toString());
        lockAs(reader.pid());
        Process process = start("bash", launcher.toString());
        Awaitility.await().atMost(DEADLINE).until(() -> answerOf(process).equals("got"));
    }

    @Test
    void cleansDataUnlessALauncherRunsWithIt() throws IOException, InterruptedException {
        Path data = Files.createDirectories(dir.resolve("data"));
        Path run = Files.createDirectories(data.resolve("run"));
        Process alive = start("bash", launcher.toString());
        Awaitility.await().atMost(DEADLINE).until(alive::isAlive);
        Files.createSymbolicLink(run.resolve("lock"), Path.of(Long.toString(alive.pid())));
        assertThat(cleanData(data)).isNotZero();
        assertThat(run).exists();
        Files.delete(run.resolve("lock"));
        Process other = start("tail", "-f", launcher.toString());
        Files.createSymbolicLink(run.resolve("lock"), Path.of(Long.toString(other.pid())));
        assertThat(cleanData(data)).isZero();
        assertThat(run).doesNotExist();
    }

    private static int cleanData(Path data) throws IOException, InterruptedException {
        ProcessBuilder clean = new ProcessBuilder(
                "bash", Build.root().resolve("scripts/clean-data.sh").toString());
        clean.environment().putAll(Map.of("HFT_DATA_DIR", data.toString()));
        return clean.inheritIO().start().waitFor();
    }
}
