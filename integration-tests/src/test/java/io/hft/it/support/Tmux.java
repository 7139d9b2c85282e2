package io.hft.it.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A terminal without a window: one program in a tmux server of its own, which ends with this. */
public final class Tmux implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path socket;

    /** @param socket where none is yet; its path must be short */
    public Tmux(Path socket, int width, int height, Map<String, String> environment, String command) {
        this.socket = socket;
        List<String> arguments = new ArrayList<>(List.of(
                "-f", "/dev/null", "new-session", "-d", "-x", Integer.toString(width), "-y", Integer.toString(height)));
        environment.forEach((name, value) -> arguments.addAll(List.of("-e", name + "=" + value)));
        arguments.add(command);
        run(arguments.toArray(String[]::new));
    }

    public static boolean isInstalled() {
        return Script.run(Path.of("."), Map.of(), List.of("bash", "-c", "command -v tmux"))
                        .status()
                == 0;
    }

    /** What the screen shows. */
    public String screen() {
        return run("capture-pane", "-p");
    }

    /** By tmux's names, or the text itself. */
    public void keys(String... keys) {
        for (String key : keys) {
            run("send-keys", key);
        }
    }

    public void resize(int width, int height) {
        run("resize-window", "-x", Integer.toString(width), "-y", Integer.toString(height));
    }

    /** For example {@code alternate_on}: whether the program still has the screen for itself. */
    public String variable(String name) {
        return run("display-message", "-p", "#{" + name + "}").strip();
    }

    /** The first program in it. */
    public ProcessHandle process() {
        return ProcessHandle.of(Long.parseLong(variable("pane_pid"))).orElseThrow();
    }

    /** Until the screen shows all of these. */
    public void await(String... texts) {
        await(screen -> List.of(texts).stream().allMatch(screen::contains), "shows " + List.of(texts));
    }

    public void await(Predicate<String> fits, String what) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> fits.test(screen()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the terminal never " + what + ", but:\n" + screen(), e);
        }
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(arguments));
        Script.Result result = Script.run(Path.of("."), Map.of("LC_ALL", "C.UTF-8"), command);
        if (result.status() != 0) {
            throw new AssertionError(command + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    @Override
    public void close() {
        Optional<ProcessHandle> server = ProcessHandle.of(Long.parseLong(variable("pid")));
        run("kill-server");
        // The next one may want the same socket.
        server.ifPresent(process -> process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }
}
