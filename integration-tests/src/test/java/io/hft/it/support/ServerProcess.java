package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A process that writes its output to a file. It can be started again after its end; the file then goes on. */
public final class ServerProcess {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);

    private final String name;
    private final List<String> command;
    private final Path log;
    private @Nullable Process process;
    private long logOffset;

    public ServerProcess(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** Starts the process with nothing of the platform's settings but the given ones. */
    public void start(Map<String, String> settings) {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            Files.createDirectories(log.getParent());
            logOffset = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(ServerProcess::isSetting);
            builder.environment().putAll(settings);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSetting(String variable) {
        return variable.startsWith("HFT_")
                || variable.startsWith("GRPC_ENGINE_")
                || variable.startsWith("SPRING_")
                || List.of("DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
                        .contains(variable);
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return started().pid();
    }

    /** Waits until the output since the last start holds the text; fails at once when the process ends before. */
    public void awaitOutput(String text, Duration deadline) {
        awaitWhileAlive(() -> output().contains(text), "prints '" + text + "'", deadline);
    }

    /** Waits for a condition; fails at once when the process ends before. */
    public void awaitWhileAlive(java.util.concurrent.Callable<Boolean> condition, String what, Duration deadline) {
        try {
            Awaitility.await(name + " " + what)
                    .atMost(deadline)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(() -> {
                        if (!isAlive()) {
                            throw new IllegalStateException(
                                    name + " ended with " + started().exitValue() + ":\n" + lastOutput());
                        }
                    })
                    .until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new IllegalStateException(late.getMessage() + "; its output ends with\n" + lastOutput(), late);
        }
    }

    /** kill -9. */
    public void kill() {
        started().destroyForcibly();
        awaitExit(STOP_DEADLINE);
    }

    /** Stops it where it stands (SIGSTOP) until {@link #resume}. */
    public void pause() {
        Signals.send("STOP", List.of(started().toHandle()));
    }

    public void resume() {
        Signals.send("CONT", List.of(started().toHandle()));
    }

    /** Has a Java process write what its threads are doing to its log. */
    public void dumpThreads() {
        Signals.send("QUIT", List.of(started().toHandle()));
    }

    /** The exit status of a process that has ended. */
    public int exitStatus() {
        return started().exitValue();
    }

    /** Asks the process to end (SIGTERM) and waits for it; returns its exit status. */
    public int stop() {
        started().destroy();
        return awaitExit(STOP_DEADLINE);
    }

    /** Waits for the end of the process; returns its exit status. */
    public int awaitExit(Duration deadline) {
        try {
            if (!started().waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                started().destroyForcibly();
                throw new IllegalStateException(name + " did not end within " + deadline + ":\n" + lastOutput());
            }
            return started().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The output since the last start. */
    public String output() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(logOffset, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String lastOutput() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    private Process started() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }
}
